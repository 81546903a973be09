"""Real parcels go to real couriers only: outside the local stage, other addresses and simulators' keys are refused.

A simulator marks all it makes: its keys contain "simulator".
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from functions.shared.plain.errors import Unavailable
from functions.shared.plain.settings import settings
from functions.shipping.couriers.account import Account
from functions.shipping.couriers.port import Forged

SIMULATOR_MARK = "simulator"
_PRODUCTION = frozenset({"prod", "production", "live"})


def entry_of(account: Account, *names: str) -> Mapping[str, Any]:
    """The account's entry, with at least `names`. Raises Unavailable (503 `courier_not_configured`)."""
    entry = account.entry()
    if not all(entry.get(name) for name in names):
        raise account.missing()
    if not settings().is_local and SIMULATOR_MARK in json.dumps(entry).lower():
        raise Unavailable("Keys of a simulator are for the local stage.", code="courier_not_configured")
    return entry


def proofs(account: Account) -> list[str]:
    """The keys that prove a message. Raises Forged where there are none: then nobody is believed."""
    try:
        entry_of(account)
        return account.secrets()
    except Unavailable as error:
        raise Forged from error


def address_of(entry: Mapping[str, Any], usual: str, *, also: Collection[str] = (), test: Collection[str] = ()) -> str:
    """Where the courier is asked, without a slash at its end: the entry's `url`, else the usual one. Raises Unavailable for one that is
    not the courier's; `also`: its other hosts; `test`: hosts of its own sandbox, which production does not speak to."""
    url = str(entry.get("url") or usual)
    allowed = {urlsplit(usual).netloc, *also} | (set(test) if settings().stage not in _PRODUCTION else set())
    if not settings().is_local and not _at(url, allowed):
        raise Unavailable("This is not an address of the courier.", code="courier_not_configured")
    return url.rstrip("/")


def check_download(url: str, hosts: Collection[str]) -> str:
    """An address that a courier's answer names: only its own are followed, on the local stage those of this machine, too."""
    local = settings().is_local and urlsplit(url).hostname in {"127.0.0.1", "localhost"}
    if not local and not _at(url, hosts):
        raise Unavailable("The courier's answer names an address that is not its own.", code="courier_unavailable")
    return url


def proven(given: str, expected: Iterable[str]) -> None:
    """Raises Forged unless `given` is one of `expected`; how long that takes says nothing of them."""
    found = False
    for one in expected:
        found |= hmac.compare_digest(hashlib.sha256(one.encode()).digest(), hashlib.sha256(given.encode("utf-8", "replace")).digest())
    if not (found and given):
        raise Forged


def _at(url: str, hosts: Collection[str]) -> bool:
    split = urlsplit(url)
    return split.scheme == "https" and split.netloc in hosts
