"""No time goes by but the shop's: what a process remembers for some seconds is forgotten when the shop's clock says so, however long the
proof has to wait for its machine. Tokens are looked at by the real clock, which is their provider's."""

from __future__ import annotations

import sys
import time
from typing import Any

import pytest

from functions.shared.outside import clock


class _Still:
    """In place of the module `time`."""

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)

    @staticmethod
    def monotonic() -> float:
        return clock.now().timestamp()

    time = monotonic

    @staticmethod
    def sleep(_seconds: float) -> None: ...


def stand_still(patch: pytest.MonkeyPatch) -> None:
    for name, module in list(sys.modules.items()):
        if name.startswith("functions.") and module is not clock and getattr(module, "time", None) is time:
            patch.setattr(module, "time", _Still())
