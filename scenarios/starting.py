"""Texts of a new scenario: the small one that comes with the program, or a copy of another under a new id."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path

from scenarios.search_path import ENGLISH_FILE, SCENARIO_FILE

TEMPLATE_ID = "street-lamp"
_BINDING = re.compile(
    r"^\ufeff?# yaml-language-server: \$schema=(scenario|translation)\.schema\.json[ \t]*\r?$", re.MULTILINE
)


class NoLine(ValueError):
    """A text does not have exactly one line of a key at its top level, as `key: value`. The key is the argument."""


def schema_line(kind: str) -> str:
    """The line that binds the JSON Schema of a kind of file, in editors that use yaml-language-server."""
    return f"# yaml-language-server: $schema={schema_file(kind)}\n"


def schema_file(kind: str) -> str:
    """The name of a JSON Schema beside the files that it is of."""
    return f"{kind}.schema.json"


def bound(files: Mapping[str, str]) -> list[str]:
    """The kinds of JSON Schema that some files bind beside themselves."""
    return sorted({kind for text in files.values() for kind in _BINDING.findall(text)})


def template() -> Path:
    """The folder of the small scenario that a new one starts from."""
    return Path(__file__).resolve().parent / "templates" / "first"


def texts(folder: Path) -> dict[str, str]:
    """The Chinese file of a scenario and, where there is one, the English beside it, line ends as they are.

    Args:
        folder: of the scenario, or its Chinese file.

    Raises:
        OSError: a file cannot be read.
        UnicodeDecodeError: a file is not UTF-8.
    """
    chinese = folder / SCENARIO_FILE if os.path.isdir(folder) else folder
    english = chinese.parent / ENGLISH_FILE
    found = {SCENARIO_FILE: chinese, **({ENGLISH_FILE: english} if os.path.isfile(english) else {})}
    return {name: path.read_bytes().decode("utf-8") for name, path in found.items()}


def with_value(text: str, key: str, value: str) -> str:
    """A text with the value of one key at its top level replaced; a comment behind it and all else stay.

    Args:
        text: YAML whose top level is written in block style.
        key: whose value stands on its own line.
        value: as it is to stand in YAML.

    Raises:
        NoLine: the key has no such line, or several.
    """
    line = re.compile(
        rf"^(\ufeff?{re.escape(key)}:[ \t]+)(\"[^\"\r\n]*\"|'[^'\r\n]*'|\[[^]\r\n]*\]|[^\s#]+)", re.MULTILINE
    )
    if len(line.findall(text)) != 1:
        raise NoLine(key)
    return line.sub(lambda found: found[1] + value, text)


def quoted(text: str) -> str:
    """Any text as a YAML scalar that means just it; braces, which would name a parameter, stand for themselves."""
    return json.dumps(text.replace("{", "{{").replace("}", "}}"), ensure_ascii=False)


def started(name: str, chinese: Mapping[str, str], title_en: str = "") -> dict[str, str]:
    """The files of a new scenario from the template.

    Args:
        name: its id.
        chinese: values of keys of the Chinese file, as they are to stand in YAML.
        title_en: the English title; empty leaves that of the template.
    """
    files = texts(template())
    text = with_value(files[SCENARIO_FILE], "id", name)
    for key, value in chinese.items():
        text = with_value(text, key, value)
    files[SCENARIO_FILE] = schema_line("scenario") + text
    if title_en:
        files[ENGLISH_FILE] = files[ENGLISH_FILE].replace("title: The street lamp\n", f"title: {quoted(title_en)}\n", 1)
    files[ENGLISH_FILE] = schema_line("translation") + files[ENGLISH_FILE]
    return files


def copied(folder: Path, name: str) -> dict[str, str]:
    """The files of a scenario under another id, byte for byte but for the line of the id.

    Raises:
        NoLine: the id does not stand on a line of its own.
        OSError: a file cannot be read.
        UnicodeDecodeError: a file is not UTF-8.
    """
    files = texts(folder)
    return files | {SCENARIO_FILE: with_value(files[SCENARIO_FILE], "id", name)}
