"""One item of somebody who is erased: gone, emptied, or emptied and kept sealed, as the registry says."""

from __future__ import annotations

from datetime import datetime

from functions.privacy.model.registry import Fate, PersonalKind, personal_kind
from functions.privacy.model.request import KeptPart
from functions.privacy.model.retention import Retention
from functions.privacy.model.words import folded, unfolded, without_words
from functions.privacy.store import items
from functions.privacy.store.belongings import Belonging
from functions.privacy.store.files import delete_files
from functions.privacy.store.items import Item
from functions.privacy.store.kept import kept_item
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.sealing import emptied
from functions.shared.store.again import again

_CUSTOMER, _EXTERNAL = ("customers", "customer"), ("customers", "external_id")
_ON_THEIR_WAY = 3600
"""Seconds for which nobody comes back as who was erased: longer than a visit to another provider lasts."""


@dataclass(frozen=True)
class Forgotten:
    """`changed`: there was something to take away. `kept`: what of it the law wants."""

    changed: bool = False
    kept: KeptPart | None = None


def forget_item(belonging: Belonging, retention: Retention, country: str) -> Forgotten:
    """Again: nothing is changed. `country`: whose law says how long."""
    item = belonging.item
    personal = personal_kind(item.table, item.kind)
    if personal is None:
        return Forgotten()
    for folder in belonging.files:
        delete_files(folder)
    if personal.fate is Fate.REMOVED:
        return _removed(item)
    return again(lambda: _emptied(personal, item.table, item.pk, item.sk, retention, country))


def says_something(item: Item) -> bool:
    """Of a person: whether there is still something to take away."""
    personal = personal_kind(item.table, item.kind)
    if personal is None:
        return False
    if personal.fate is Fate.REMOVED:
        return True
    body = unfolded(item.body, personal.texts)
    in_body = body is not None and (bool(emptied(body, personal.fields)[1]) or without_words(body, personal.words)[1])
    return in_body or any(name in item.attributes for name in personal.attributes)


def _removed(item: Item) -> Forgotten:
    if (item.table, item.kind) == _CUSTOMER:
        items.leave_tombstone(item)
    elif (item.table, item.kind) == _EXTERNAL:
        items.leave_tombstone(item, int(clock.now().timestamp()) + _ON_THEIR_WAY)
    else:
        items.remove(item)
    return Forgotten(True)


def _emptied(personal: PersonalKind, table: str, pk: str, sk: str, retention: Retention, country: str) -> Forgotten:
    """As it is now: who writes it at the same time is waited for."""
    item = items.item_at(table, pk, sk)
    if item is None or item.body is None:
        return Forgotten()
    body, taken = emptied(unfolded(item.body, personal.texts), personal.fields)
    body, said = without_words(body, personal.words)
    without = [name for name in personal.attributes if name in item.attributes]
    if not taken and not said and not without and not item.is_sealed:
        return Forgotten()
    now = clock.now()
    of, until = _named(item), retention.until(item.kind, country, _since(item, now))
    if personal.fate is not Fate.KEPT or until <= now or not taken:
        items.change(item, folded(body, personal.texts), without)
        return Forgotten(True)
    items.change(item, body, without, kept_item(item, of, taken, until=until, now=now))
    return Forgotten(True, KeptPart(item.kind, of, times.iso(until)))


def _named(item: Item) -> str:
    return str(item.body.get("id", item.pk.partition("#")[2]))


def _since(item: Item, now: datetime) -> str:
    body = item.body
    return str(body.get("placed_at") or body.get("issued_at") or body.get("requested_at") or times.iso(now))
