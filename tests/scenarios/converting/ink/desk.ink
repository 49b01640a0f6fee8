// Everything of ink that is carried over whole: a nested weave, labels, conditions of all shapes, constants.
VAR seated = false
VAR named = "nobody"
VAR mood = 1
CONST CALM = 2
-> hall
=== hall ===
大厅里有人。
他走到窗口前。
* [请坐]
  他坐下了。
  ~ seated = true
  * * [倒水]
      他喝了一口。
      ~ mood = CALM
  * * (wait) [等他说]
      他没有说话。
  - - 过了一会儿。
* 您好[]，您慢慢说。
  他站着说。
* [让他回去]
  -> leave.angry
- (heard) {
  - seated and mood == CALM: 他的声音低了。
  - seated: 他的声音很硬。
  - else: 他的声音很大。
}
{wait: 他等着您先开口。}
-> ask
=== ask ===
{ mood:
  - 1: 他攥着手。
  - CALM: 他松开了手。
  - else: 他看着您。
}
+ [问姓名] -> name
* {not name} [不问姓名]
  ~ named = "unknown"
  他自己也没有说。
  -> name.after
* {seated && hall.wait} [请他先说]
  他说了起来。 -> name.after
=== name ===
他说姓周。
~ named = "zhou"
-> after
= after
{named == "zhou": 您记下了姓。|您没有记姓。}
{named != "unknown" and mood >= CALM:
  -> leave
}
* [请他再坐坐]
  {hall.heard: 他点点头。}
  -> leave.angry
* [送他出去] -> yard
=== yard ===
院子里有人等着。
- (again)
* [问一句]
  他答了。
* [再问一句]
  他又答了。
* -> leave
- -> again
=== leave ===
-> calm
= calm
他走了。
-> END
= angry
他摔门走了。
-> END
