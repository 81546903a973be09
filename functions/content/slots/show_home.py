"""The home page, or another: its slots in their order, each with what of it can be shown now."""

from __future__ import annotations

from collections.abc import Sequence

from functions.content.blocks.show_blocks import Reader, shown_together
from functions.content.model.slot import SlotCard, SlotContent
from functions.content.slots.schemas import HomeView, SlotView
from functions.content.store.slots import slot_cards
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.store.kept import Kept

_cards = Kept(15.0, slot_cards)


def forget() -> None:
    """For tests: what is published is read at the next use."""
    _cards.forget()


def show_page(page: str, reader: Reader) -> tuple[HomeView, bool]:
    """And whether others are shown something else.

    One request for 100 different products; another when what a process knows of slots is older than 15 seconds."""
    now = times.iso(clock.now())
    slots, tells_apart = _shown([card.at(now) for card in _cards()], page, reader, now)
    return HomeView(data=slots), tells_apart


def preview_slot(code: str, content: SlotContent, reader: Reader, now: str) -> SlotView:
    """As readers would get it then. Products are as they are now."""
    return _shown([SlotCard(code, content)], content.page, reader, now)[0][0]


def _shown(cards: Sequence[SlotCard], page: str, reader: Reader, now: str) -> tuple[list[SlotView], bool]:
    live = [(card.code, card.live) for card in cards if card.live is not None and card.live.page == page]
    placed = sorted(live, key=lambda one: (one[1].sort, one[0]))
    shown = shown_together([content.blocks for _, content in placed], reader, now)
    slots = [SlotView(slot=code, blocks=blocks) for (code, _), blocks in zip(placed, shown.groups, strict=True)]
    return slots, shown.tells_apart
