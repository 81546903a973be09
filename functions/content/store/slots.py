"""Slots and their editions: read, and written under what was read."""

from __future__ import annotations

import re

from functions.content.model.slot import Slot, SlotCard, SlotEdition
from functions.content.store.records import (
    CARD_SK,
    SLOT_CARDS,
    SLOT_SK,
    SLOTS,
    SlotCardRecord,
    SlotCountRecord,
    SlotEditionRecord,
    SlotRecord,
    edition_sk,
    slot_pk,
)
from functions.shared.plain import pages
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, NotFound
from functions.shared.store.listing import in_partition, query_page
from functions.shared.store.records import find
from functions.shared.store.transactions import Put, Update, put_new
from functions.shared.store.versions import locked_put

MOST_SLOTS = 50
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_LONGEST_CODE = 60


@dataclass(frozen=True)
class KnownSlot:
    slot: Slot
    version: int


def known_slot(code: str) -> KnownSlot | None:
    """None: there is none yet. Raises NotFound for what can be the name of none."""
    if len(code) > _LONGEST_CODE or not _CODE.fullmatch(code):
        raise NotFound(f"There is no such slot: names are of a-z, 0-9 and - in between, at most {_LONGEST_CODE}.")
    record = find(SlotRecord, slot_pk(code), SLOT_SK)
    return KnownSlot(load(Slot, record.body), int(record.version)) if record is not None else None


def slot_named(code: str) -> KnownSlot:
    """Raises NotFound."""
    found = known_slot(code)
    if found is None:
        raise NotFound("There is no such slot.")
    return found


def slots_page(*, limit: int, cursor: str | None) -> pages.Page[KnownSlot]:
    """By code. The index may lag."""
    page = query_page(SlotRecord, SLOTS, index="gsi1", query={"list": "slots"}, limit=limit, cursor=cursor)
    return pages.Page([KnownSlot(load(Slot, record.body), int(record.version)) for record in page.data], page.next_cursor)


def slot_edition(code: str, number: int) -> SlotEdition:
    """Raises NotFound."""
    record = find(SlotEditionRecord, slot_pk(code), edition_sk(number))
    if record is None:
        raise NotFound("There is no such edition of the slot.")
    return load(SlotEdition, record.body)


def slot_editions_page(code: str, *, limit: int, cursor: str | None) -> pages.Page[SlotEdition]:
    """The newest first."""
    page = query_page(
        SlotEditionRecord,
        slot_pk(code),
        query={"list": "slot editions", "slot": code},
        limit=limit,
        cursor=cursor,
        range_condition=SlotEditionRecord.sk.startswith("ED#"),
        newest_first=True,
    )
    return pages.Page([load(SlotEdition, record.body) for record in page.data], page.next_cursor)


def slot_cards() -> list[SlotCard]:
    """Of all slots that were ever published or planned, by code. The index may lag."""
    return [load(SlotCard, record.body) for record in in_partition(SlotCardRecord, SLOT_CARDS, index="gsi2")]


def slot_write(slot: Slot, version: int) -> Put:
    """`version`: that which was read, 0 for a new one."""
    record = SlotRecord(slot_pk(slot.code), SLOT_SK, kind="slot", version=version + 1, body=dump(slot))
    record.gsi1pk, record.gsi1sk = SLOTS, slot.code
    return locked_put(record, version)


def one_slot_more() -> Update:
    """With a new slot. Fails with Conflict (409 `too_many_slots`)."""
    room = SlotCountRecord.number.does_not_exist() | (SlotCountRecord.number < MOST_SLOTS)
    full = Conflict(f"There are {MOST_SLOTS} slots: use one that nobody needs.", code="too_many_slots")
    return Update(SlotCountRecord, SLOTS, SLOTS, [SlotCountRecord.number.add(1)], room, full)


def slot_edition_put(code: str, edition: SlotEdition) -> Put:
    return put_new(SlotEditionRecord(slot_pk(code), edition_sk(edition.number), kind="slot_edition", body=dump(edition)))


def slot_card_put(card: SlotCard) -> Put:
    record = SlotCardRecord(slot_pk(card.code), CARD_SK, kind="slot_card", body=dump(card))
    record.gsi2pk, record.gsi2sk = SLOT_CARDS, card.code
    return Put(record)
