"""X15, X13: what staff prepare or add to an order is at its buyer's prices, and for its buyer."""

from __future__ import annotations

import uuid
from typing import Any

from functions.shared.plain import ids
from tests.integration.catalog.support import published
from tests.integration.orders.amending.amended import amend, more
from tests.integration.orders.buyer import ADDRESS, a_customer, a_variant, staff
from tests.integration.pricing.shop import GOLD, asks, lists, with_level
from tests.support.http import Answer

CNY_100 = {"amount": 10_000, "currency": "CNY"}


def _drafted(variant: str, quantity: int, **who: Any) -> Answer:
    lines = [{"variant_id": variant, "quantity": quantity}]
    return staff().post("/v1/admin/draft_orders", {"address": ADDRESS, "lines": lines, **who})


def _last(answer: Answer) -> tuple[int, str | None]:
    line = answer.json["lines"][-1]
    return line["unit_price"]["amount"], line["price_list"]


def test_drafts_are_at_the_prices_of_their_customer() -> None:
    """X15: of their level, for so many pieces; for a guest the price of everybody."""
    variant, subject = a_variant(price=10_000), str(uuid.uuid4())
    lists(GOLD)
    asks(variant, gold={1: 9_000, 10: 8_000})
    with_level(subject, "gold")
    drafts = [_drafted(variant, 9, customer_id=ids.customer_id(subject)), _drafted(variant, 10, customer_id=ids.customer_id(subject))]
    assert [_last(one) for one in (*drafts, _drafted(variant, 1))] == [(9_000, "gold"), (8_000, "gold"), (10_000, None)]


def test_what_is_added_to_an_order_is_at_its_buyer_s_price() -> None:
    """X15"""
    bought, added, subject = a_variant(price=5_000), a_variant(price=10_000), str(uuid.uuid4())
    lists(GOLD)
    asks(added, gold=9_000)
    with_level(subject, "gold")
    buyer = a_customer(subject)
    buyer.add(bought)
    grown = amend(buyer.ready().place().json, **more(added))
    assert (grown.status, _last(grown)) == (200, (9_000, "gold")), grown.text


def test_what_is_for_members_is_not_sold_to_others_by_staff() -> None:
    """X13: neither in a draft nor added to an order, and nothing is set aside; to a member it is."""
    product = published(variants=[{"sku": f"SKU-{uuid.uuid4()}", "price": CNY_100}], visible_to=["level:gold"])
    variant, subject = product["variants"][0]["id"], str(uuid.uuid4())
    with_level(subject, "gold")
    refused = _drafted(variant, 1)
    assert (refused.status, refused.code) == (409, "not_offered")
    guest, member = a_customer(), a_customer(subject)
    for buyer in (guest, member):
        buyer.add(a_variant())
    refused = amend(guest.ready().place().json, **more(variant))
    assert (refused.status, refused.json["variant_ids"]) == (409, [variant])
    assert amend(member.ready().place().json, **more(variant)).status == 200
    assert _drafted(variant, 1, customer_id=ids.customer_id(subject)).status == 201
