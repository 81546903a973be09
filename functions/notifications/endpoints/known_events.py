"""The types of events that endpoints can be made for."""

from __future__ import annotations

from functools import cache
from inspect import getdoc

from functions.notifications.model.told_outside import may_be_told
from functions.shared.contract.event_catalogue import event_types


@cache
def known_events() -> dict[str, str]:
    """Type → what it means."""
    return {name: _meaning(shape) for name, shape in event_types().items() if may_be_told(name)}


def _meaning(shape: type) -> str:
    meaning = getdoc(shape) or ""
    return "" if meaning.startswith(f"{shape.__name__}(") else " ".join(meaning.split())
