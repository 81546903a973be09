"""The code of the release before, as the CHANGELOG names it, and processes of both."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from multiprocessing import Pipe
from pathlib import Path
from typing import Any

from botocore.awsrequest import AWSPreparedRequest
from moto.core.models import botocore_stubber

from functions.shared.outside import clock
from proofs.claim import KEPT, ROOT
from proofs.shop.world import World
from tests.support.http import Answer

_NAMED = re.compile(r"^## (?P<version>[\d.]+) \(commit (?P<commit>[0-9a-f]{7,40})\)", re.MULTILINE)
_FOLDERS = ("functions", "infra", "tests", "docs", "pyproject.toml")


@dataclass(frozen=True)
class Release:
    version: str
    root: Path

    @cached_property
    def _paths(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = json.loads((self.root / "docs" / "openapi.json").read_text())["paths"]
        return found

    def filters(self, path: str) -> set[str]:
        """Names that the list at this path may be asked by."""
        return {one["name"] for one in self._paths.get(path, {}).get("get", {}).get("parameters", ()) if one.get("in") == "query"}

    def examples(self) -> dict[tuple[str, str], Any]:
        """What its contract shows as a body, by (method, path)."""
        found = {}
        for path, operations in self._paths.items():
            for method, one in operations.items():
                shown = one.get("requestBody", {}).get("content", {}).get("application/json", {}) if isinstance(one, dict) else {}
                if "example" in shown:
                    found[method.upper(), path] = shown["example"]
        return found


def before() -> Release:
    """Unpacked once from the history of this repository."""
    named = _NAMED.search((ROOT / "CHANGELOG.md").read_text())
    assert named, "the CHANGELOG names no release with its commit"
    root = KEPT / f"release-{named['commit']}"
    if not root.exists():
        half = root.with_name(f"{root.name}.half-{os.getpid()}")
        packed = subprocess.run(["git", "archive", named["commit"], *_FOLDERS], cwd=ROOT, capture_output=True, check=True).stdout
        with tarfile.open(fileobj=BytesIO(packed)) as archive:
            archive.extractall(half, filter="data")
        with suppress(OSError):  # another proof was first
            half.rename(root)
    return Release(named["version"], root)


class Failed(Exception):
    """A function ended with an error."""


@dataclass
class Worker:
    """A process of one release. `served`: its operations; `handlers`: its functions."""

    release: Release
    world: World
    calls: Counter[str] = field(default_factory=Counter)
    wrote: Any = None

    def __post_init__(self) -> None:
        self._wire, other = Pipe()
        environment = os.environ | {"PYTHONPATH": str(self.release.root), "PYTHONDONTWRITEBYTECODE": "1"}
        script = str(Path(__file__).parent / "worker.py")
        asked = [sys.executable, "-P", script, str(other.fileno())]
        self._process = subprocess.Popen(asked, cwd=self.release.root, env=environment, pass_fds=[other.fileno()])
        other.close()
        self.served, self.handlers = self._until("ready")

    def end(self) -> None:
        self._wire.close()
        self._process.wait(timeout=30)

    def call(self, method: str, url: str, body: Any, headers: dict[str, str]) -> Answer:
        self.calls["requests"] += 1
        self._wire.send(("call", clock.now(), method, url, body, headers))
        (answer,) = self._until("done")
        return Answer(**answer)

    def run(self, name: str, event: dict[str, Any]) -> Any:
        self.calls["runs"] += 1
        self._wire.send(("run", clock.now(), *self.handlers[name], event))
        return self._until("done")[0]

    def _until(self, end: str) -> Any:
        """Answers for what is outside, until it comes to its end. Raises Failed."""
        while True:
            kind, *what = self._wire.recv()
            if kind == end:
                return what
            if kind == "failed":
                raise Failed(f"{self.release.version}: {what[0]}")
            self._wire.send(self._aws(*what) if kind == "aws" else self.world.edge.answer(*what))

    def _aws(self, method: str, url: str, headers: dict[str, Any], body: Any) -> tuple[int, dict[str, str], Any]:
        asked = AWSPreparedRequest(method, url, headers, body, False)
        at = len(self.world.engine.changed)
        status, answered, content = botocore_stubber.process_request(asked)  # type: ignore[misc]
        for place in range(at, len(self.world.engine.changed)):
            self.wrote(self, self.world.engine.changed[place])
        return status, {str(name): str(value) for name, value in dict(answered).items()}, content
