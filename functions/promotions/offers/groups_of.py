"""Face: the groups that somebody who is signed in is in, and by which price lists they may buy."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cache

from functions.loyalty import groups_of_level, level_in, member_keys
from functions.pricing import Shopper, known_lists
from functions.promotions.offers.offer import Buyer
from functions.promotions.store.records import BUYER_SK, BuyerRecord, customer_pk
from functions.shared.auth.caller import Caller
from functions.shared.outside import clock
from functions.shared.plain import ids
from functions.shared.plain.bodies import load
from functions.shared.store.records import find_many


def groups_of(customer_id: str, at: datetime) -> frozenset[str]:
    """Those that staff put them into, and that of the level they hold. One BatchGetItem."""
    key = (customer_pk(customer_id), BUYER_SK)
    found = find_many({BuyerRecord: [key], **member_keys(customer_id)})
    buyer = found.get((BuyerRecord, *key))
    own = load(Buyer, buyer.body).groups if isinstance(buyer, BuyerRecord) else ()
    return groups_of_level(level_in(found, customer_id, at)).union(own)


def shopper_of(caller: Caller) -> Shopper:
    """One BatchGetItem for somebody who is signed in, in a shop whose price lists name groups; where none does, once something is met that
    is for some groups only."""

    who = asker_of(caller)
    return replace(who, groups=who.every_group()) if known_lists().name_groups else who


def asker_of(caller: Caller) -> Shopper:
    """The same for what asks for no price: no request, one where their groups decide whether something is shown."""

    return replace(asker_named(caller.id, caller.channel), currency=caller.currency)


def asker_named(person: str, channel: str) -> Shopper:
    """The same for somebody who does not ask at this moment. Whoever is no customer is in no group."""

    @cache
    def every_group() -> frozenset[str]:
        return groups_of(person, clock.now()) if ids.is_id("cus", person) else frozenset()

    return Shopper(channel=channel, look_up=every_group)
