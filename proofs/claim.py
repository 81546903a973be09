"""What a claim is asked and what it answers; what it did already stands in its journal."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

ROOT = Path(__file__).parent.parent
KEPT = ROOT / "build" / "proofs"
Depth = Literal["small", "quick", "full"]


@dataclass
class Verdict:
    """`said`: what was measured, in one line. `wrong`: each violation; none is a proof. `table`: rows of Markdown for the page."""

    said: str
    wrong: list[str] = field(default_factory=list)
    table: list[str] = field(default_factory=list)

    @property
    def proven(self) -> bool:
        return not self.wrong


@dataclass(frozen=True)
class Asked:
    """How far to go, from which seed. `small` is what `make test` runs."""

    claim: str
    depth: Depth = "small"
    seed: int = 1
    again: bool = False

    def choose(self, *, small: int, quick: int, full: int) -> int:
        return {"small": small, "quick": quick, "full": full}[self.depth]

    def each(self, names: Iterator[str] | list[str], work: Callable[[str], Any]) -> dict[str, Any]:
        """What `work` answers for each part (as JSON has it); parts that this very code has done before are not done again."""
        known, parts = self.known(), list(names)
        left, begun = [name for name in parts if name not in known], time.monotonic()
        for done, name in enumerate(left, 1):
            known[name] = work(name)
            self.note(name, known[name])
            if self.depth == "full" and done < len(left):
                hours = (time.monotonic() - begun) / done * (len(left) - done) / 3600
                print(f"  {self.claim}: {len(parts) - len(left) + done} of {len(parts)} parts, about {hours:.1f} hours to go", flush=True)
        return {name: known[name] for name in parts}

    @property
    def _journal(self) -> Path:
        return KEPT / f"{self.claim}-{self.depth}-{self.seed}-{fingerprint(self.claim)}.jsonl"

    def known(self) -> dict[str, Any]:
        """What this very code has done before, by the name of the part."""
        if self.again or self.depth == "small":
            return {}
        found = {}
        with suppress(FileNotFoundError):
            for line in self._journal.read_text().splitlines():
                # What was written when the proof was ended may be half a line.
                with suppress(ValueError):
                    name, result = json.loads(line)
                    found[name] = result
        return found

    def note(self, name: str, result: Any) -> None:
        if self.depth != "small":
            KEPT.mkdir(parents=True, exist_ok=True)
            with self._journal.open("a") as file:
                # A line of its own, also behind half of one.
                file.write(f"\n{json.dumps([name, result])}\n")


def folders(claim: str) -> tuple[str, ...]:
    """With everything the proof runs. Proofs lean on one another; what notices mutants are tests."""
    noticed_by = ("benchmarks/mutants", "tests/unit", "tests/integration") if claim == "mutants" else ()
    return ("functions", "infra", "proofs", "tests/support", *noticed_by)


@cache
def fingerprint(claim: str) -> str:
    """Of the content of those folders."""
    digest = hashlib.sha256()
    for folder in folders(claim):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def examples() -> dict[tuple[str, str], Any]:
    """What the contract shows as a body, by (method, path)."""
    found = {}
    for path, operations in json.loads((ROOT / "docs" / "openapi.json").read_text())["paths"].items():
        for method, operation in operations.items():
            shown = operation.get("requestBody", {}).get("content", {}).get("application/json", {}) if isinstance(operation, dict) else {}
            if "example" in shown:
                found[method.upper(), path] = shown["example"]
    return found
