"""The channels of this shop, by name. An adapter is imported when it is first asked for.

Packages installed beside the shop bring others (ADR 92), and none in place of one of ours:

    [project.entry-points."serverless_commerce.channels"]
    acme = "acme_messages:AcmeChannel"
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import import_module
from typing import cast

from functions.notifications.model.channel import Channel
from functions.shared.outside import installed

GROUP = "serverless_commerce.channels"
_OWN = {
    "email": "functions.notifications.channels.mail:MailChannel",
    "sms": "functions.notifications.channels.sms:SmsChannel",
    "inbox": "functions.notifications.channels.inbox:InboxChannel",
    "push": "functions.notifications.channels.push:PushChannel",
    "wechat": "functions.notifications.channels.wechat:WeChatChannel",
}


def brought_channels() -> list[str]:
    """Those of packages."""
    return sorted(_brought().keys() - _OWN.keys())


def is_channel(name: str) -> bool:
    return name in _OWN or name in _brought()


@lru_cache(maxsize=1)
def _brought() -> dict[str, installed.Adapter]:
    return installed.adapters_of(GROUP)


def forget() -> None:
    """The list is read again: after a package came or went, in tests."""
    _brought.cache_clear()
    _load.cache_clear()


def channel_named(name: str) -> Channel | None:
    """None for one that is not there, or not any more."""
    return _load(name) if is_channel(name) else None


@cache
def _load(name: str) -> Channel:
    if name not in _OWN:
        return cast("Channel", _brought()[name].load()())
    module, _, of = _OWN[name].partition(":")
    return cast("Channel", getattr(import_module(module), of)())
