// inkjs as a peer: a line of JSON in, a line of JSON out. See benchmarks/peers/__init__.py.
const fs = require("fs");
const readline = require("readline");
const { Compiler, Story } = require(process.env.INKJS + "/dist/ink-full.js");

let source = "";
let story = null;

const seconds = (since) => Number(process.hrtime.bigint() - since) / 1e9;

// Decisions until at least `count` were taken and a visit is over; `trace` collects what was chosen and the points.
function play(count, draw, trace) {
  let done = 0;
  while (done < count) {
    story.ResetState();
    for (;;) {
      const text = story.ContinueMaximally();
      const choices = story.currentChoices;
      if (choices.length === 0) {
        if (trace) trace.push(text.trim().split("\n").pop(), ...["L", "E", "C", "R"].map((d) => story.variablesState.$(d)));
        break;
      }
      draw = (draw * 16807) % 2147483647;
      const index = (draw >> 8) % choices.length;
      if (trace) trace.push(choices[index].text);
      story.ChooseChoiceIndex(index);
      done += 1;
    }
  }
  return done;
}

const requests = {
  source: (request) => { source = fs.readFileSync(request.file, "utf8"); return {}; },
  compile: () => {
    const processor = process.cpuUsage();
    const start = process.hrtime.bigint();
    story = new Compiler(source).Compile();
    const taken = seconds(start);
    const used = process.cpuUsage(processor);
    return { seconds: taken, processor: (used.user + used.system) / 1e6 };
  },
  save: (request) => { fs.writeFileSync(request.file, story.ToJson()); return {}; },
  load: (request) => {
    const json = fs.readFileSync(request.file, "utf8");
    const start = process.hrtime.bigint();
    story = new Story(json);
    return { seconds: seconds(start) };
  },
  trace: (request) => { const trace = []; play(request.decisions, request.seed, trace); return { trace }; },
  // Seconds of this thread's processor time would leave out the garbage collector's helpers; the process's have them.
  play: (request) => {
    const start = process.cpuUsage();
    const done = play(request.decisions, request.seed, null);
    const used = process.cpuUsage(start);
    return { decisions: done, seconds: (used.user + used.system) / 1e6 };
  },
};

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const request = JSON.parse(line);
  process.stdout.write(JSON.stringify(requests[request.do](request)) + "\n");
});
