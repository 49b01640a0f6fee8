"""An English file is brought up to date: what is missing goes in, what has changed is marked, everything else stays."""

from __future__ import annotations

from scenarios import source
from scenarios.findings import Findings
from scenarios.schema import SCENARIO
from scenarios.translating.update import HEAD, Updated, update
from scenarios.translation_notes import NOTES_HEAD, digest
from scenarios.walk import walk

CHINESE = """
title: 例子
brief: |
  第一行。
  第二行。
facts: {owed: 拖欠工资, ledger: {text: 有记工本, softened: 有点账}}
scenes:
  arrive:
    say: [同志。, 我想反映个事。]
    choices:
      seat: {text: 您坐。, why: 先让人坐下。, reply: 哎。}
      rush: {text: 简单点说。}
endings: {done: {text: 走了。}}
"""
ENGLISH = """\
# By Ms Wang
title: Example

brief: First. Second.
facts: {owed: Wages owed, ledger: {text: A time book, softened: Some notes}}
scenes:
  arrive:
    say:
      - Comrade.
      - I've come about something.   # she is shy
    choices:
      seat:
        text: "Sit down."
        why: Let them sit first.
        reply: Ah.

      rush: Be brief.
endings: {done: Gone.}
"""


def updated(chinese: str, english: str, *accept: str) -> Updated:
    """What becomes of an English file; whatever is tested, doing it again changes nothing."""
    root = source.parse(chinese).root
    assert isinstance(root, source.Mapping)
    walk(SCENARIO, root, Findings("scenario.yaml"), "scenario.yaml")
    found = update(SCENARIO, root, english, accept)
    assert source.parse(found.text).diagnostics == ()
    assert update(SCENARIO, root, found.text).text == found.text
    return found


def body(found: Updated) -> str:
    """The text without the hashes."""
    return found.text.partition("\n" + NOTES_HEAD)[0]


def changed(before: str, after: str, english: str = ENGLISH) -> Updated:
    """What becomes of an up-to-date English file when the Chinese changes."""
    assert before in CHINESE
    return updated(CHINESE.replace(before, after), updated(CHINESE, english).text)


class TestNew:
    """A file that is not there yet."""

    def test_every_text_is_listed_with_its_chinese(self) -> None:
        """Once each, in the order of the story; a text that stands alone for its record is short."""
        found = updated(CHINESE, HEAD)
        assert found.text == HEAD + (
            "# zh: 例子\ntitle:\n# zh: 第一行。\n# zh: 第二行。\nbrief:\n\n"
            "facts:\n  # zh: 拖欠工资\n  owed:\n"
            "  ledger:\n    # zh: 有记工本\n    text:\n    # zh: 有点账\n    softened:\n\n"
            "scenes:\n  arrive:\n    say:\n      # zh: 同志。\n      -\n      # zh: 我想反映个事。\n      -\n"
            "    choices:\n      seat:\n        # zh: 您坐。\n        text:\n        # zh: 先让人坐下。\n        why:\n"
            "        # zh: 哎。\n        reply:\n      # zh: 简单点说。\n      rush:\n\n"
            "endings:\n  # zh: 走了。\n  done:\n"
        )
        assert (found.total, found.translated, found.percent, len(found.missing)) == (12, 0, 0, 12)

    def test_comments_above_an_empty_file_stay(self) -> None:
        """Somebody wrote a heading already."""
        assert updated(CHINESE, "# By Ms Wang\n").text.startswith("# By Ms Wang\n# zh: 例子\ntitle:\n")

    def test_chinese_cannot_leave_its_comment(self) -> None:
        """Whatever a text holds that ends a line somewhere."""
        text = updated('title: "例\\u2028子\\nscenes: {}\\x85甲"\n', HEAD).text
        assert text == HEAD + "# zh: 例\n# zh: 子\n# zh: scenes: {}\n# zh: 甲\ntitle:\n"

    def test_the_chinese_goes_when_the_english_is_there(self) -> None:
        """And the hash of what it was made from is noted."""
        found = updated("title: 例子\nbrief: 甲\n", HEAD + "# zh: 例子\ntitle: Example\n# zh: 甲\nbrief:\n")
        assert body(found) == HEAD + "title: Example\n# zh: 甲\nbrief:\n"
        assert found.text.endswith(f"{NOTES_HEAD}\n# jiefang: title {digest('例子')}\n")


class TestKept:
    """What a translator wrote."""

    def test_a_whole_file_stays_byte_for_byte(self) -> None:
        """Only the hashes go behind it, and nothing more the next time."""
        found = updated(CHINESE, ENGLISH)
        assert body(found) == ENGLISH
        assert (found.total, found.translated, found.percent) == (12, 12, 100)

    def test_what_looks_like_ours_in_a_text(self) -> None:
        """Lines of a text are no comments."""
        english = "title: |\n  # zh: a title\n  # jiefang: title 00000000\nbrief: 'one\n  # zh: two'\n"
        assert body(updated("title: 例子\nbrief: 甲\n", english)) == english

    def test_no_line_end_at_the_end(self) -> None:
        """It gets one."""
        assert body(updated("title: 例子\nbrief: 甲\n", "title: Example")) == "title: Example\n# zh: 甲\nbrief:\n"


class TestAdded:
    """What the Chinese has got since."""

    def test_keys_go_where_they_stand_in_the_story(self) -> None:
        """Behind what they follow, set apart as their neighbours are."""
        found = changed(
            "    choices:\n", "    timeout: {why: 没等到。}\n    choices:\n      wait: {text: 请等一下。}\n"
        )
        assert "# she is shy\n    timeout:\n      # zh: 没等到。\n      why:\n    choices:\n" in found.text
        assert "    choices:\n      # zh: 请等一下。\n      wait:\n      seat:\n" in found.text
        assert found.missing == ("scenes.arrive.timeout.why", "scenes.arrive.choices.wait.text")
        behind = changed("rush: {text: 简单点说。}", "rush: {text: 简单点说。}\n      wait: {text: 请等一下。}")
        assert "\n\n      rush: Be brief.\n\n      # zh: 请等一下。\n      wait:\nendings:" in behind.text

    def test_brackets_stay_brackets(self) -> None:
        """The Chinese stands above their line, with the rest of the path."""
        found = changed("facts: {owed: 拖欠工资,", "facts: {owed: {text: 拖欠工资, softened: 差一点}, days: 三天,")
        assert (
            "# zh (owed.softened): 差一点\n# zh (days): 三天\n"
            "facts: {owed: {text: Wages owed, softened: ''}, days: '', "
            "ledger: {text: A time book, softened: Some notes}}\n"
        ) in found.text

    def test_a_key_without_a_colon(self) -> None:
        """In brackets that is a key with nothing behind it."""
        found = updated("title: 例子\nfacts: {owed: 欠, days: 三天}\n", "title: Example\nfacts: {owed, days: Three}\n")
        assert "# zh (owed): 欠\nfacts: {owed: '', days: Three}\n" in found.text

    def test_a_short_form_becomes_a_mapping(self) -> None:
        """When a second text comes beside the first."""
        found = changed("rush: {text: 简单点说。}", "rush: {text: 简单点说。, why: 催人。}")
        assert "      rush:\n        text: Be brief.\n        # zh: 催人。\n        why:\nendings" in found.text
        block = ENGLISH.replace("rush: Be brief.", "rush: >\n        Be\n        brief.")
        found = changed("rush: {text: 简单点说。}", "rush: {text: 简单点说。, why: 催人。}", block)
        assert (
            "      rush:\n        text: >\n          Be\n          brief.\n        # zh: 催人。\n        why:\n"
            in found.text
        )

    def test_a_text_becomes_a_list(self) -> None:
        """When a line is said before or after it."""
        found = changed("reply: 哎。", "reply: [哎。, 谢谢。]")
        assert "        reply:\n          - Ah.\n          # zh: 谢谢。\n          -\n" in found.text
        found = changed("reply: 哎。", "reply: [（坐下）, 哎。]")
        assert "        reply:\n          # zh: （坐下）\n          -\n          - Ah.\n" in found.text

    def test_a_line_between_two(self) -> None:
        """The others keep their English: told by the Chinese that it was made from."""
        found = changed("[同志。, 我想", "[同志。, 打扰了。, 我想")
        assert (
            "      - Comrade.\n      # zh: 打扰了。\n      -\n      - I've come about something.   # she is shy\n"
        ) in found.text
        assert found.missing == ("scenes.arrive.say[2]",)
        assert not found.stale

    def test_a_list_of_which_nothing_is_known(self) -> None:
        """Nobody can tell which line is the new one: it is left, and said."""
        found = updated(CHINESE.replace("[同志。, 我想", "[同志。, 打扰了。, 我想"), ENGLISH)
        assert found.by_hand == ("scenes.arrive.say",)
        assert body(found) == ENGLISH


class TestChanged:
    """What is there on both sides, but no longer the same."""

    def test_a_changed_text_is_marked(self) -> None:
        """Above its line, with the Chinese as it is now; the English stays until somebody says that it is right."""
        found = changed("我想反映个事。", "我要反映个事。")
        marked = "      # zh now: 我要反映个事。\n      - I've come about something.   # she is shy\n"
        assert marked in found.text
        assert found.stale == ("scenes.arrive.say[2]",)
        assert found.percent == 100
        chinese = CHINESE.replace("我想反映个事。", "我要反映个事。")
        for path in ("scenes.arrive.say[2]", "scenes.arrive", "all"):
            accepted = updated(chinese, found.text, path)
            assert body(accepted) == ENGLISH
            assert accepted.accepted == ("scenes.arrive.say[2]",)
            assert not accepted.stale
        assert updated(chinese, found.text, "scenes.arr").stale == found.stale

    def test_back_to_what_it_was(self) -> None:
        """The mark goes with the change."""
        found = changed("我想反映个事。", "我要反映个事。")
        assert body(updated(CHINESE, found.text)) == ENGLISH

    def test_new_name_same_texts(self) -> None:
        """The English goes with them, in block and in brackets."""
        assert body(changed("      seat:", "      sit:")) == ENGLISH.replace("      seat:", "      sit:")
        assert body(changed("ledger: {", "book: {")) == ENGLISH.replace("ledger: {", "book: {")

    def test_what_is_gone_stays_as_a_comment(self) -> None:
        """A key, an item, a part of brackets; what was never translated goes without a trace."""
        found = changed("why: 先让人坐下。, ", "")
        assert '        text: "Sit down."\n        # gone: why: Let them sit first.\n        reply: Ah.\n' in found.text
        assert found.gone == ("scenes.arrive.choices.seat.why",)
        found = changed("[同志。, 我想", "[我想")
        assert "      # gone: - Comrade.\n      - I've come about something.   # she is shy\n" in found.text
        found = changed(", softened: 有点账", "")
        assert "# gone: softened: Some notes\nfacts: {owed: Wages owed, ledger: {text: A time book}}\n" in found.text
        assert "gone" not in updated("title: 例子\n", updated("title: 例子\nbrief: 甲\n", "title: Example\n").text).text

    def test_what_does_not_belong_is_left(self) -> None:
        """A rule of the Chinese file, or a list where a text is due: `check` says what is wrong."""
        english = "title: [a, b]\nscenes: {arrive: {stakes: 2, say: Hello.}}\n"
        found = updated("title: 例子\nscenes: {arrive: {stakes: 2, say: 您好。}}\n", english)
        assert "title: [a, b]\n" in found.text
        assert "title" in found.by_hand
