"""Transitions are data; one function reads them."""

from __future__ import annotations

from enum import StrEnum

import pytest

from functions.shared.plain.errors import IllegalTransition
from functions.shared.plain.state import advance


class Door(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    LOCKED = "locked"


TRANSITIONS = {Door.OPEN: {Door.CLOSED}, Door.CLOSED: {Door.OPEN, Door.LOCKED}}


@pytest.mark.parametrize(("current", "target"), [(Door.OPEN, Door.CLOSED), (Door.CLOSED, Door.OPEN), (Door.CLOSED, Door.LOCKED)])
def test_allowed_steps(current: Door, target: Door) -> None:
    assert advance(TRANSITIONS, current, target) is target


@pytest.mark.parametrize(
    ("current", "target", "allowed"),
    [
        (Door.OPEN, Door.LOCKED, ["closed"]),
        (Door.CLOSED, Door.CLOSED, ["locked", "open"]),
        (Door.LOCKED, Door.OPEN, []),
    ],
)
def test_other_steps_are_409_with_the_allowed_ones(current: Door, target: Door, allowed: list[str]) -> None:
    with pytest.raises(IllegalTransition) as caught:
        advance(TRANSITIONS, current, target)
    assert (caught.value.status, caught.value.extra) == (409, {"current": current.value, "allowed": allowed})
