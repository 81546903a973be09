"""Save what a slot shows as an edition, and publish an edition, now or at a time."""

from __future__ import annotations

from dataclasses import replace

from functions.content.model.slot import Slot, SlotCard, SlotContent, SlotEdition
from functions.content.store.slots import (
    KnownSlot,
    known_slot,
    one_slot_more,
    slot_card_put,
    slot_edition,
    slot_edition_put,
    slot_named,
    slot_write,
)
from functions.shared.auth.caller import Caller
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import Invalid
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, Write, transact
from functions.shared.store.versions import check_version, keep_answer

SavedSlot = tuple[KnownSlot, SlotEdition]


def save_slot(
    code: str, content: SlotContent, note: str, *, if_match: int | None, caller: Caller, remember: Remember[KnownSlot, SlotEdition]
) -> SavedSlot:
    """A draft: what readers see stays as it is until it is published. Raises NotFound for a name that none can have, Conflict (409
    `too_many_slots`)."""

    def attempt() -> SavedSlot:
        before, now, writes = known_slot(code), times.iso(clock.now()), list[Write]()
        check_version(before.version if before else 0, if_match)
        if before is None:
            slot, version = Slot(code, 1, now), 0
            writes.append(one_slot_more())
        else:
            latest = slot_edition(code, before.slot.latest)
            if latest.content == content:
                keep_answer(remember(before, latest))
                return before, latest
            slot, version = replace(before.slot.at(now), latest=before.slot.latest + 1), before.version
        known, edition = KnownSlot(slot, version + 1), SlotEdition(slot.latest, content, caller.id, now, note)
        transact([slot_write(slot, version), slot_edition_put(code, edition), *writes, *remember(known, edition)])
        return known, edition

    return again(attempt)


def publish_slot(code: str, number: int | None, at: str | None, *, if_match: int | None, remember: Remember[KnownSlot]) -> KnownSlot:
    """In place of what was planned. Raises NotFound for an edition that there is not, Invalid (422 `time_passed`)."""

    def attempt() -> KnownSlot:
        before, now = slot_named(code), times.iso(clock.now())
        check_version(before.version, if_match)
        slot = _published(before.slot.at(now), slot_edition(code, number or before.slot.latest), at, now)
        if slot == before.slot:
            keep_answer(remember(before))
            return before
        known = KnownSlot(slot, before.version + 1)
        transact([slot_write(slot, before.version), slot_card_put(_card(slot)), *remember(known)])
        return known

    return again(attempt)


def _published(slot: Slot, edition: SlotEdition, at: str | None, now: str) -> Slot:
    if at is None:
        # Said twice it is published once: the time from which it is stays.
        return slot if slot.live == edition.number and slot.plan is None else slot.published(edition.number, now)
    if at <= now:
        raise Invalid.field("/at", "time_passed", "Leave it out to publish now.")
    return slot.planned(edition.number, at)


def _card(slot: Slot) -> SlotCard:
    live = slot_edition(slot.code, slot.live).content if slot.live else None
    coming = slot_edition(slot.code, slot.plan.edition).content if slot.plan else None
    return SlotCard(slot.code, live, coming, slot.plan.at if slot.plan else None)
