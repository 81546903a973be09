"""Two at the same moment, made certain: the second one acts between the first one's read and its write."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest


def in_between(monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, act: Callable[[], Any]) -> None:
    """`act` happens once, right after the module's first read by `name`."""
    read = getattr(module, name)
    happened: list[bool] = []

    def reads_then_acts(*args: Any, **kwargs: Any) -> Any:
        found = read(*args, **kwargs)
        if not happened:
            happened.append(True)
            act()
        return found

    monkeypatch.setattr(module, name, reads_then_acts)
