"""Keys of the simulated providers for pure tests: made once per process."""

from __future__ import annotations

from functools import cache
from typing import Any

from infra.simulators.keys import complete


@cache
def made() -> tuple[dict[str, Any], dict[str, Any]]:
    """What the shop has, and what only the providers have."""
    return complete({}, {})


def shop_keys(code: str) -> dict[str, Any]:
    return dict(made()[0][code])


def own_keys(code: str) -> dict[str, Any]:
    return dict(made()[1][code])
