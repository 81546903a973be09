"""X18: gift cards that staff sell in drafts of orders."""

from __future__ import annotations

from collections.abc import Iterator

import boto3
import pytest
from moto.ses.models import ses_backends

from functions.loyalty.store.bought import bought_of
from functions.shared.outside import clock
from tests.integration.loyalty.shop import NOON
from tests.integration.loyalty.sold_cards import GRACE, a_card_product, cards_of, heard, mails
from tests.integration.loyalty.tenders import check_values
from tests.integration.orders.buyer import ADDRESS, a_variant, captured, staff
from tests.integration.orders.money_moves import told

DRAFTS = "/v1/admin/draft_orders"


@pytest.fixture(autouse=True)
def _mailbox() -> Iterator[None]:
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    yield
    ses_backends["123456789012"]["us-east-1"].reset()


def test_what_a_draft_of_cards_cannot_be() -> None:
    """X18: more than are issued for one order, a card that costs nothing, for nobody, goods that go nowhere, goods for somebody else."""
    card = {"variant_id": a_card_product(), "quantity": 1}
    given = {"price": {"amount": 0, "currency": "CNY"}, "price_reason": "a friend"}
    refused = (
        ("too_many_cards", {"lines": [card | {"quantity": 11}], "address": ADDRESS}),
        ("gift_card_price", {"lines": [card | given], "email": "b@example.com"}),
        ("email_missing", {"lines": [card]}),
        ("address_missing", {"lines": [card, {"variant_id": a_variant(), "quantity": 1}], "email": "b@example.com"}),
        ("no_gift_card", {"lines": [{"variant_id": a_variant(), "quantity": 1, "send_to": GRACE}], "address": ADDRESS}),
    )
    for code, draft in refused:
        assert staff().post(DRAFTS, {"currency": "CNY", **draft}).json["code"] == code
    assert staff().get(DRAFTS).json["data"] == []


def test_staff_sell_cards_in_a_draft() -> None:
    """X18: to somebody without an address, sent to whom the draft says; issued once, of what a piece cost, when the link was paid."""
    card = a_card_product()
    with clock.frozen(NOON):
        line = {"variant_id": card, "quantity": 2, "send_to": GRACE, "price": {"amount": 9_000, "currency": "CNY"}, "price_reason": "Fair"}
        draft = staff().post(DRAFTS, {"currency": "CNY", "lines": [line], "email": "b@example.com"})
        assert draft.status == 201, draft.text
        assert (draft.json["delivery_option"]["kind"], draft.json["totals"]["total"]["amount"]) == ("none", 18_000)
        assert draft.json["lines"][0]["send_to"]["email"] == GRACE["email"]
        order = staff().post(f"{DRAFTS}/{draft.json['id']}/place", {}).json["order"]
        noted = bought_of(order["id"])
        assert (noted is not None and noted.paid, cards_of(order["id"]), mails()) == (False, [], [])
        told(captured(order, "pay_draft"))
        heard("order.paid")
        heard("order.paid")
        assert [(one.worth, one.balance, one.state.value) for one in cards_of(order["id"])] == [(9_000, 9_000, "active")] * 2
        assert [one.destinations["ToAddresses"] for one in mails()] == [[GRACE["email"]]] * 2
        check_values()
