"""Keys that DynamoDB did not get to are asked for again: with pauses, and not for ever."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from functions.platform.store.records import PlatformTable
from functions.shared.plain.errors import Unavailable
from functions.shared.store import records
from functions.shared.store.records import find_many

Keys = list[dict[str, dict[str, str]]]


class Tables:
    """Answers the keys that `takes` chooses of each request, and leaves the rest."""

    def __init__(self, takes: Callable[[int, Keys], Keys]) -> None:
        self.takes, self.calls = takes, 0

    def batch_get_item(self, *, RequestItems: dict[str, Any]) -> dict[str, Any]:  # noqa: N803
        [(name, asked)] = RequestItems.items()
        assert asked["ConsistentRead"] is True
        taken = self.takes(self.calls, asked["Keys"])
        self.calls += 1
        left = [key for key in asked["Keys"] if key not in taken]
        rest = {name: {"Keys": left, "ConsistentRead": True}} if left else {}
        return {"Responses": {name: [key | {"kind": {"S": "x"}} for key in taken]}, "UnprocessedKeys": rest}


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    waited: list[float] = []
    monkeypatch.setattr("functions.shared.outside.pauses.time.sleep", waited.append)
    return waited


def _over(monkeypatch: pytest.MonkeyPatch, tables: Tables) -> Tables:
    monkeypatch.setattr(records, "connection", lambda: type("Connection", (), {"client": tables})())
    return tables


WANTED: list[tuple[str, str]] = [(f"p{n}", "s") for n in range(130)]


def test_every_key_is_found_however_little_comes_at_a_time(monkeypatch: pytest.MonkeyPatch, waits: list[float]) -> None:
    """F-A27, mutant "UnprocessedKeys lost\""""
    tables = _over(monkeypatch, Tables(lambda _, keys: keys[:7]))
    found = find_many({PlatformTable: WANTED})
    assert {(pk, sk) for _, pk, sk in found} == set(WANTED)
    assert tables.calls == 19
    assert len(waits) == 18
    assert max(waits) < 0.05, "who makes progress does not wait long"


def test_who_gets_nothing_waits_longer_each_time_and_gives_up(monkeypatch: pytest.MonkeyPatch, waits: list[float]) -> None:
    """F-A27: bounded in calls and in time."""
    tables = _over(monkeypatch, Tables(lambda _, keys: []))
    with pytest.raises(Unavailable):
        find_many({PlatformTable: WANTED[:3]})
    assert tables.calls == 12
    assert 0.5 < sum(waits) < 6
    assert max(waits) > 10 * min(waits)


def test_one_answer_in_between_begins_the_patience_anew(monkeypatch: pytest.MonkeyPatch, waits: list[float]) -> None:
    tables = _over(monkeypatch, Tables(lambda call, keys: keys[:1] if call % 10 == 9 else []))
    assert len(find_many({PlatformTable: WANTED[:3]})) == 3
    assert (tables.calls, len(waits)) == (30, 29)
