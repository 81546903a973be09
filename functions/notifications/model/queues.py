"""Which queue a channel's messages come by. Pure."""

from __future__ import annotations

from collections.abc import Mapping

_OWN: Mapping[str, str] = {
    "email": "notifications",
    "sms": "notifications-sms",
    "inbox": "notifications-inbox",
    "push": "notifications-push",
    "wechat": "notifications-wechat",
}


def queue_of(channel: str) -> str:
    """Those that packages bring share one."""
    return _OWN.get(channel, "notifications-others")
