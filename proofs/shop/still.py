"""No time goes by but the shop's: what a process remembers for some seconds is forgotten when the shop's clock says so, however long the
proof has to wait for its machine. Tokens are looked at by the real clock, which is their provider's."""

from __future__ import annotations

import sys
import time
from typing import Any

import pytest

from functions.shared.outside import clock

_DAY = 86_400


class _Still:
    """In place of the module `time`. Where the next shop begins, earlier than the last one ended, `monotonic` is a day later all the same:
    nothing is remembered from one to the other."""

    _shift = _last = 0.0

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)

    @classmethod
    def monotonic(cls) -> float:
        now = clock.now().timestamp() + cls._shift
        if now < cls._last:
            cls._shift += cls._last + _DAY - now
            now = cls._last + _DAY
        cls._last = now
        return now

    @staticmethod
    def time() -> float:
        return clock.now().timestamp()

    @staticmethod
    def sleep(_seconds: float) -> None: ...


def stand_still(patch: pytest.MonkeyPatch) -> None:
    for name, module in list(sys.modules.items()):
        if name.startswith("functions.") and module is not clock and getattr(module, "time", None) is time:
            patch.setattr(module, "time", _Still())
