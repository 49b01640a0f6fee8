// A small visit with what ink can say and we can too, and with what we cannot.
VAR registered = false
VAR mood = 0
VAR count = 0
-> arrive
=== arrive ===
# opening
“我就问你们管不管！”他拍了一下柜台。
* [您先坐，喝口水。]
  他坐下了。
  ~ registered = true
  ~ mood = 2
  -> story
+ （没有说话） -> arrive
* {registered} 您再说一遍[。]，我记着。
  -> story.second
=== story ===
= first
{registered: 已经登记。|还没有登记。}
{ mood > 1 and not (mood == 3):
  两句话。
- else:
  别的话。
}
* [登记] -> second
* [再说]
- 汇合了。
{arrive: 来过了。}
-> second
= second
{registered: -> bye}
-> END
=== bye ===
# good
走了。{count}
~ count = count + 1
-> END
