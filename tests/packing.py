"""A sound pack for tests, and zips of it with something odd in them."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.scoring.mutated import clean_text

PACK = """id: our-office
title: {zh: 本局剧本, en: Our visits}
version: "1.0"
author: 某区信访局
"""
BODIES = "bodies: {street-office: {name: {zh: 街道城管科, en: Street management section}}}\n"
RUBRIC = "weights: {listening: 30, emotion: 20, compliance: 30, referral: 20}\n"
SCENARIO = "scenarios/small/scenario.yaml"


def sound() -> dict[str, str]:
    """The files of a sound pack, by name."""
    return {"pack.yaml": PACK, SCENARIO: clean_text()}


def whole() -> dict[str, str]:
    """The same with a directory, a rubric and a fragment, all of which its scenario uses."""
    text = clean_text(
        ("    next: bye\n", "    next: part\n  part: {call: our-office.part, next: bye}\n"),
        ("court: {", "street-office: {rates: {R2: -1}}\n          court: {"),
    )
    part = "id: part\nstart: one\nscenes: {one: {say: 您慢走。, next: return}}\n"
    files = {"pack.yaml": PACK, SCENARIO: text, "bodies.yaml": BODIES, "rubric.yaml": RUBRIC}
    return {**files, "fragments/part.yaml": part, "fragments/en/part.yaml": "scenes: {one: {say: Take care.}}\n"}


def put_pack(folder: Path, files: Mapping[str, str]) -> Path:
    """Write a pack into a folder."""
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


def odd_zip(example: str) -> bytes:
    """A sound pack as a zip, with the entries of a catalogue's example: texts, null, or what is odd about them."""
    given: Mapping[str, Any] = yaml.safe_load(example)
    entries: dict[str, Any] = {**sound(), **given}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, what in entries.items():
            if what is not None:
                _write(archive, name, what)
    return _patched(target.getvalue(), entries)


def _write(archive: zipfile.ZipFile, name: str, what: Any) -> None:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFREG | 0o644) << 16
    odd = what if isinstance(what, dict) and what.keys() <= {"link", "zeros", "twice", "encrypted", "method"} else {}
    if "link" in odd:
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, odd["link"])
    elif "zeros" in odd:
        archive.writestr(entry, b"0" * odd["zeros"], zipfile.ZIP_DEFLATED)
    elif "twice" in odd:
        archive.writestr(entry, "1")
        archive.writestr(name.lower(), "2")
    elif odd:
        archive.writestr(entry, "x" * 100, odd.get("method", 0) if odd.get("method") != 12 else zipfile.ZIP_BZIP2)
    else:
        archive.writestr(entry, what if isinstance(what, str) else yaml.safe_dump(what, allow_unicode=True))


def _patched(data: bytes, entries: Mapping[str, Any]) -> bytes:
    """Set the bit of encryption, which `zipfile` cannot write, in both headers of the entries that are to have it."""
    changed = bytearray(data)
    for name, what in entries.items():
        if isinstance(what, dict) and "encrypted" in what:
            for signature, offset, length in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
                at = data.find(signature)
                while at >= 0:
                    if data[at + length : at + length + len(name)] == name.encode():
                        changed[at + offset] |= 1
                    at = data.find(signature, at + 1)
    return bytes(changed)
