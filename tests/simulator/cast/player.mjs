// Opens recordings with the asciinema player's own core, without its page, and tells what it makes of them:
// node player.mjs NODE_MODULES OUT FILE…  ->  a line of JSON for each, in OUT.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [modules, out, ...files] = process.argv.slice(2);
const folder = `${modules}/asciinema-player/dist`;
const core = readdirSync(folder).find((name) => name.startsWith("core-"));
const { C: Core } = await import(pathToFileURL(`${folder}/${core}`));
const logger = Object.fromEntries(["log", "debug", "info", "warn", "error"].map((name) => [name, () => {}]));

const found = [];
for (const file of files) {
  const player = new Core({ data: readFileSync(file, "utf8") }, { logger, speed: 1, preload: true });
  const told = { markers: [] };
  let output = [];
  player.addEventListener("metadata", (data) => Object.assign(told, data));
  player.addEventListener("reset", ({ size }) => {
    told.size = size;
    output = [];
  });
  player.addEventListener("output", (text) => output.push(...[text].flat()));
  player.terminalReady();
  await player.init();
  told.screens = [];
  for (let index = 0; index < told.markers.length; index++) {
    await player.seek({ marker: index });
    told.screens.push(output.join(""));
  }
  await player.seek("100%");
  told.screens.push(output.join(""));
  found.push(JSON.stringify({ ...told, duration: player.getDuration() }));
}
writeFileSync(out, found.join("\n"));
process.exit(0); // the player keeps timers
