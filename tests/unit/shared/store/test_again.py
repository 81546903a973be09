"""The one retry loop: bounded, only for Overtaken, and its end is a 503 that nobody keeps."""

from __future__ import annotations

import ast

import pytest

from functions.shared.plain.errors import Conflict, Unavailable
from functions.shared.store import again as module
from functions.shared.store.again import Overtaken, again
from tests.support.sources import parsed


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.shared.outside.pauses.time.sleep", lambda _: None)


def test_an_overtaken_attempt_is_made_again_until_it_stands() -> None:
    """F-A26"""
    tries: list[int] = []

    def attempt() -> str:
        tries.append(1)
        if len(tries) < 4:
            raise Overtaken
        return "done"

    assert again(attempt) == "done"
    assert len(tries) == 4


def test_contention_without_end_is_a_503_after_a_bounded_number_of_tries() -> None:
    """F-A26"""
    tries: list[int] = []

    def attempt() -> None:
        tries.append(1)
        raise Overtaken

    with pytest.raises(Unavailable) as refused:
        again(attempt)
    assert (refused.value.status, refused.value.code, refused.value.headers) == (503, "contention", {"Retry-After": "1"})
    assert len(tries) == module._ATTEMPTS


def test_any_other_refusal_is_told_at_once() -> None:
    tries: list[int] = []

    def attempt() -> None:
        tries.append(1)
        raise Conflict

    with pytest.raises(Conflict):
        again(attempt)
    assert len(tries) == 1


def test_nobody_else_catches_overtaken_in_a_loop_of_their_own() -> None:
    """F-A26: one helper. A `for` or `while` around an `except Overtaken` would be a second one."""
    own = []
    for path, tree in parsed("Overtaken", "VersionConflict").items():
        if path.name == "again.py":
            continue
        for loop in ast.walk(tree):
            if isinstance(loop, ast.For | ast.While) and _retries(loop):
                own.append(f"{path}:{loop.lineno}")
    assert own == []


def _retries(loop: ast.For | ast.While) -> bool:
    """Whether the loop counts attempts and goes round once more when it was overtaken."""
    counted = loop.iter.args if isinstance(loop, ast.For) and isinstance(loop.iter, ast.Call) else []
    counts = isinstance(loop, ast.While) or (len(counted) == 1 and isinstance(counted[0], ast.Name) and counted[0].id.isupper())
    caught = (h.type for node in ast.walk(loop) if isinstance(node, ast.Try) for h in node.handlers)
    return counts and any(isinstance(t, ast.Name) and t.id in ("Overtaken", "VersionConflict") for t in caught)
