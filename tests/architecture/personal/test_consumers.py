"""Nobody who was erased is brought back by what arrives late: of every consumer it is said what keeps it from that."""

from __future__ import annotations

import re
from pathlib import Path

from infra.functions import FUNCTIONS
from infra.functions.model import Function, Queue, Schedule, Streams
from tests.architecture.personal.consumers import CONSUMERS, IDS, TESTED

ROOT = Path(__file__).parents[3]
CONSUMING = {one.name: one for one in FUNCTIONS if isinstance(one.trigger, Queue | Schedule | Streams)}


def _opens_persons(function: Function) -> bool:
    return "PERSONS_KEY" in function.environment


def test_of_every_consumer_it_is_said() -> None:
    """Case 8: a new one is looked at before it is there."""
    assert set(CONSUMERS) == set(CONSUMING)


def test_who_writes_ids_only_has_no_key_of_anybody() -> None:
    """Case 8: so it can read nothing of a person that it could write again."""
    assert [name for name, said in CONSUMERS.items() if said == IDS and _opens_persons(CONSUMING[name])] == []


def test_the_files_and_tests_that_are_named_are_there() -> None:
    said = " ".join(CONSUMERS.values())
    assert [name for name in re.findall(r"functions/[\w/]+(?:\.py)?", said) if not (ROOT / name).exists()] == []
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests/integration").rglob("test_*.py"))
    assert [name for name in TESTED.values() if f"def {name}(" not in tests] == []
