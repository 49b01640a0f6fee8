"""Writes docs/diagnostics.md from the catalogues of findings; with `--check` it only says whether that is needed.

.venv/bin/python tools/diagnostics_page.py
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "diagnostics.md"
sys.path.insert(0, str(ROOT))

HEAD = """# Findings · 检查出的问题

Every finding of `jiefang check` and, JF4…, of `jiefang import` and `jiefang pack`, from the catalogues
(`scenarios/catalogue/`, `scoring/catalogue/`). Do not edit this page: `tools/diagnostics_page.py` writes it. `error`
and `warning` make `check` exit with 1. Words in braces are filled in.
What is wrong with the inputs of `jiefang run` (JF81…) stands in [commands.md](commands.md#jiefang-run).
"""
FAMILIES = {
    "0": ("Text of a file", "文件的写法"),
    "1": ("The language and its conditions", "剧本语言与条件"),
    "2": ("References", "引用"),
    "3": ("Structure", "结构"),
    "4": ("Import and packs", "导入与剧本包"),
    "5": ("Fairness of the score", "计分的公平"),
    "6": ("Promises", "保证"),
    "7": ("Law, wording and English", "法律、文字与译文"),
    "8": ("Golden tests", "用例"),
    "9": ("Size", "规模"),
}
"""First digit -> title; a digit that is not here fails the test of the page."""


def page() -> str:
    """The whole page."""
    from scenarios.diagnostic import Rule, catalogue

    def side(rule: Rule, language: str) -> str:
        hint = rule.hint.get(language, "")
        return cell(rule.message[language]) + (f"<br>→ {cell(hint)}" if hint else "")

    parts = [HEAD]
    families: dict[str, list[str]] = {}
    for code in sorted(catalogue()):
        families.setdefault(code[2], []).append(code)
    for digit, codes in families.items():
        english, chinese = FAMILIES[digit]
        rows = [
            f"| {code} | {catalogue()[code].severity.value} | {side(catalogue()[code], 'en')} "
            f"| {side(catalogue()[code], 'zh')} |"
            for code in codes
        ]
        title = f"## JF{digit}xxx · {english} · {chinese}"
        parts.append("\n".join([title, "", "| code | severity | English | 中文 |", "| --- | --- | --- | --- |", *rows]))
    examples = _examples(catalogue())
    return "\n\n".join([*parts, examples]).replace("\n\n\n", "\n\n") + "\n"


def _examples(rules: Mapping[str, object]) -> str:
    """Short examples, where a rule has them."""
    found = ["## Examples · 例子"]
    found.append(
        "`bad` raises the finding, `good` does not. Snippets are laid over a small valid scenario; `base` names "
        "another one of `tests/examples.py`."
    )
    for code in sorted(rules):
        bad, good = (str(getattr(rules[code], key)).strip("\n") for key in ("bad", "good"))
        if not bad or "\n\n" in bad + good or re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", bad + good):
            continue
        found += [f"### {code}", "\n".join(["```yaml", "# bad", bad, "# good", good, "```"])]
    return "\n\n".join(found)


def cell(text: str) -> str:
    """A text in a cell of a table: on one line, nothing outside `code` taken for Markdown or HTML."""
    parts = " ".join(text.split()).split("`")
    whole = len(parts) % 2 == 1
    for index, part in enumerate(parts):
        outside = index % 2 == 0 or not whole
        parts[index] = re.sub(r"([\\|<>*_\[\]])" if outside else r"(\|)", r"\\\1", part)
    return ("`" if whole else r"\`").join(parts)


def main() -> int:
    """Write the page, or compare it."""
    wanted = page()
    if "--check" in sys.argv[1:]:
        there = PAGE.read_text("utf-8") if PAGE.exists() else ""
        if there != wanted:
            print(f"{PAGE.relative_to(ROOT)} is out of date: run tools/diagnostics_page.py", file=sys.stderr)
        return int(there != wanted)
    PAGE.write_text(wanted, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
