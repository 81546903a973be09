"""What the shop says of a signed-in person: whether they may come in, and what they may do. Read here, written by `functions/access`.

One eventually consistent BatchGetItem per person, kept for 30 seconds in this process (and a GetItem for each role of the shop's own): so a
change holds within a minute, without a new sign-in. Until then processes may differ: one that asked lately lets in whom another refuses.
With it come the lines that end the sessions of many at once (`lines.py`).

Who has no item is a plain customer, or staff from before there were items: then the groups of their token count, until an item says their
roles. Nothing is guessed: what cannot be read is refused (503).
"""

from __future__ import annotations

import json
import time
from collections import OrderedDict
from typing import Any

from functions.shared.auth.lines import LINES_KEY, lines_in
from functions.shared.auth.roles import ROLES, permissions_of
from functions.shared.outside import outages
from functions.shared.outside.observability import logger
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Unavailable
from functions.shared.plain.settings import table_name
from functions.shared.store.records import connection

KEEP_SECONDS = 30.0
MOST_KEPT = 2_000
TABLE = "access"
_STANDING = "SUB#"
Until = tuple[float, float]


@dataclass(frozen=True)
class Standing:
    """`roles` None: nothing is said of them. `merchants`, `warehouses` None: all. Tokens of a sign-in before `valid_from` (seconds of the
    identity provider's clock) are over."""

    permissions: frozenset[str] = frozenset()
    roles: frozenset[str] | None = None
    merchants: frozenset[str] | None = None
    warehouses: frozenset[str] | None = None
    suspended: bool = False
    valid_from: int = 0
    ended: frozenset[str] = frozenset()
    """Sessions that were signed out of one by one, by the provider's name of each."""
    has_factor: bool = False
    """They enrolled a second factor."""
    verified: frozenset[str] | None = None
    """What of them is proven to be theirs (`verified.py`); None: that was never told."""


def standing_key(person: str) -> str:
    return _STANDING + person


def role_key(name: str) -> str:
    return f"ROLE#{name}"


def standing_of(person: str, groups: frozenset[str] = frozenset()) -> Standing:
    """Of a customer id; `groups`: those of their token. Raises Unavailable (503)."""
    item = kept(standing_key(person))
    said = json.loads(item["grants"]["S"]) if "grants" in item else None
    valid_from = int(item["valid_from"]["N"]) if "valid_from" in item else 0
    ended = frozenset(json.loads(item["ended"]["S"])) if "ended" in item else frozenset()
    has_factor = "factor" in item
    verified = frozenset(json.loads(item["verified"]["S"])) if "verified" in item else None
    lines = lines_in(kept_body(LINES_KEY))
    if said is None:
        known = groups.intersection(ROLES)
        valid_from = max(valid_from, lines.of(known))
        return Standing(permissions_of(known), known or None, None, None, False, valid_from, ended, has_factor, verified)
    roles = frozenset(said["roles"])
    valid_from = max(valid_from, lines.of(roles, said["merchants"]))
    return Standing(
        permissions_of(roles).union(*(_permissions(name) for name in roles - ROLES.keys())),
        roles,
        None if said["merchants"] is None else frozenset(said["merchants"]),
        None if said["warehouses"] is None else frozenset(said["warehouses"]),
        said["suspended"],
        valid_from,
        ended,
        has_factor,
        verified,
    )


def _permissions(role: str) -> frozenset[str]:
    item = kept(role_key(role))
    return frozenset(json.loads(item["grants"]["S"])["permissions"]) if item else frozenset()


_known: OrderedDict[str, tuple[Until, dict[str, Any]]] = OrderedDict()


def _until() -> Until:
    return time.monotonic() + KEEP_SECONDS, time.time() + KEEP_SECONDS


def _is_over(until: Until) -> bool:
    """By either clock: one may stand still while Lambda keeps a process frozen, the other may be set back."""
    return time.monotonic() >= until[0] or time.time() >= until[1]


def forget(key: str | None = None) -> None:
    """Read anew: after a write of this process, and (all) between tests."""
    if key is None:
        _known.clear()
    else:
        _known.pop(key, None)


def is_kept(key: str) -> bool:
    """Whether `kept` asks nobody."""
    return key in _known and not _is_over(_known[key][0])


def kept_body(key: str) -> str:
    """Of the item; empty when there is none."""
    return str(kept(key).get("body", {}).get("S", ""))


def kept(key: str) -> dict[str, Any]:
    """The item as the table gives it; empty when there is none, which is kept as well."""
    if is_kept(key):
        return _known[key][1]
    # From before the question: an answer may not be older than it is kept.
    until = _until()
    # The lines come with each standing, so they are never asked for by themselves.
    for name, found in _read((key, LINES_KEY) if key.startswith(_STANDING) else (key,)).items():
        _known.pop(name, None)
        _known[name] = until, found
    item = _known[key][1]
    while len(_known) > MOST_KEPT:
        _known.popitem(last=False)
    return item


def _read(keys: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    try:
        return _together(keys) if len(keys) > 1 else {key: _one(key) for key in keys}
    except outages.FAILURES as error:
        logger().exception("standing.unread")
        raise Unavailable("Who may do what cannot be read at this moment.") from error


def _together(keys: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    table = table_name(TABLE)
    asked = {"Keys": [_key(key) for key in keys], "ConsistentRead": False}
    answer = connection().client.batch_get_item(RequestItems={table: asked})
    items = {item["pk"]["S"]: item for item in answer["Responses"].get(table, [])}
    # What DynamoDB had no time for is no item that is missing.
    left = [key["pk"]["S"] for key in answer.get("UnprocessedKeys", {}).get(table, {}).get("Keys", [])]
    return {key: _one(key) if key in left else items.get(key, {}) for key in keys}


def _one(key: str) -> dict[str, Any]:
    return connection().client.get_item(TableName=table_name(TABLE), Key=_key(key), ConsistentRead=False).get("Item") or {}


def _key(key: str) -> dict[str, Any]:
    return {"pk": {"S": key}, "sk": {"S": key}}
