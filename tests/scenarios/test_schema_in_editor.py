"""The JSON Schema in a real client: the YAML language server that editors use completes, explains and flags."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scenarios.json_schema import json_schema
from tests.npm import package

SERVER = "yaml-language-server@1.19.2"
TEXT = """\
# yaml-language-server: $schema=scenario.schema.json
id: small
title: 小剧本
scenes:
  arrive:
    say: 您好。
    choises: {}
    choices:
      seat:
        text: 您坐。
        moves:
          - \n"""


class Client:
    """A client of one language server, as small as may be: requests are answered in order."""

    def __init__(self, folder: Path) -> None:
        node = shutil.which("node")
        assert node is not None, "this test needs node: sudo apt-get install nodejs npm"
        script = package(SERVER) / "yaml-language-server" / "bin" / "yaml-language-server"
        self._process = subprocess.Popen(
            [node, str(script), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.folder = folder
        self._number = 0
        self._shown = ""
        self.diagnostics: list[Any] = []
        wants = {"workspace": {"configuration": True}, "textDocument": {"hover": {"contentFormat": ["markdown"]}}}
        self.ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": wants})
        self._send({"method": "initialized", "params": {}})

    def open(self, file: Path) -> None:
        """Show a file to the server, and wait for what it says of it; there must be something."""
        self.diagnostics, self._shown = [], file.as_uri()
        item = {"uri": file.as_uri(), "languageId": "yaml", "version": 1, "text": file.read_text("utf-8")}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": item}})
        while not self.diagnostics:
            self._next()

    def complete(self, file: Path, line: int, character: int) -> list[str]:
        """What is offered at a place; lines and characters count from 0."""
        place = {"line": line, "character": character}
        found = self.ask("textDocument/completion", {"textDocument": {"uri": file.as_uri()}, "position": place})
        return [item["label"] for item in found["items"]]

    def flagged(self, word: str) -> list[int]:
        """The lines, counted from 0, of which something is said in which a word occurs."""
        return [found["range"]["start"]["line"] for found in self.diagnostics if word in found["message"]]

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        """A request's result."""
        self._number += 1
        mine = self._number
        self._send({"id": mine, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == mine and "method" not in message:
                return message.get("result")

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._process.stdin.flush()

    def _next(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        length = 0
        while line := self._process.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        assert length, "the language server went away"
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        if message.get("method") == "workspace/configuration":
            yaml = {"validate": True, "completion": True, "hover": True, "schemaStore": {"enable": False}}
            asked = message["params"]["items"]
            self._send({"id": message["id"], "result": [yaml if i.get("section") == "yaml" else {} for i in asked]})
        elif "method" in message and "id" in message:
            self._send({"id": message["id"], "result": None})
        elif self._is_about_shown(message):
            self.diagnostics = message["params"]["diagnostics"] or self.diagnostics
        return message

    def _is_about_shown(self, message: dict[str, Any]) -> bool:
        published = message.get("method") == "textDocument/publishDiagnostics"
        return published and message["params"]["uri"] == self._shown

    def close(self) -> None:
        """End the server."""
        self._process.kill()
        self._process.communicate()


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    """A client with a scenario open, whose first line binds the schema beside it."""
    (tmp_path / "scenario.schema.json").write_text(json.dumps(json_schema(), ensure_ascii=False), "utf-8")
    (tmp_path / "scenario.yaml").write_text(TEXT, "utf-8")
    found = Client(tmp_path)
    try:
        found.open(tmp_path / "scenario.yaml")
        yield found
    finally:
        found.close()


@pytest.mark.install
def test_an_editor_helps(client: Client) -> None:
    """Moves are completed, a key is explained in both languages, and a wrong key is flagged on its own line."""
    document = {"uri": (client.folder / "scenario.yaml").as_uri()}
    lines = TEXT.splitlines()

    def at(line: str, character: int) -> dict[str, Any]:
        return {"textDocument": document, "position": {"line": lines.index(line), "character": character}}

    labels = client.complete(client.folder / "scenario.yaml", len(lines) - 1, len(lines[-1]))
    assert "hear_out" in labels and "refer_warmly" in labels, labels[:20]
    hover = client.ask("textDocument/hover", at("        text: 您坐。", 9))
    assert "what is said" in json.dumps(hover) and "说的话" in json.dumps(hover, ensure_ascii=False)
    assert client.flagged("choises") == [lines.index("    choises: {}")], client.diagnostics
