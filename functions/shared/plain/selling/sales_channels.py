"""By which channel somebody comes, as products, price lists and the shop's channels name it."""

from __future__ import annotations

WEB = "web"
"""The channel of whoever comes without a key of another one."""


def channel_of(name: str) -> str:
    """All agents are one channel, `agent`, whichever of them calls."""
    return name.partition(":")[0] or WEB
