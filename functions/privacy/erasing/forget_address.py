"""Somebody without an account subscribed an address: it goes with an erasure of whoever has it. No tombstone is left: what they may wish
for later is a new wish, and late events find no address to write to."""

from __future__ import annotations

from functions.privacy.erasing.forget_item import forget_item
from functions.privacy.model.retention import Retention
from functions.privacy.store.belongings import of_address, told_outside
from functions.privacy.store.tombstones import remove_key

ADDRESS = "eml_"
"""What the look-up key of an address begins with."""


def forget_address(person: str) -> int:
    """How many items went or were emptied; decisions on consents stay, since a no must hold. Again: none."""
    theirs = [*of_address(person)]
    changed = sum(forget_item(one, Retention(), "").changed for one in (*theirs, *told_outside(theirs)))
    remove_key(person)
    return changed
