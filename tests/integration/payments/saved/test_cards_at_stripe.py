"""E07 at Stripe: a customer of its own over there keeps the card, pays with it, and is deleted with it."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest

from functions.payments.model.errors import Declined
from functions.payments.model.provider_event import EventType
from functions.payments.providers import provider_named
from functions.payments.store.repository import attempt_of, find_payment
from functions.shared.outside import fresh
from tests.integration.payments.providers.conftest import _outside as _outside
from tests.integration.payments.providers.conftest import shop as shop
from tests.integration.payments.providers.trading import Trading


def test_a_card_is_kept_pays_and_is_forgotten(shop: Trading) -> None:
    record = find_payment(shop.start("stripe")["id"])
    assert record is not None
    stripe = provider_named("stripe")
    first = replace(attempt_of(record), id=fresh.new_id("pay"), provider_ref="", save=True, wallet=f"cus_{uuid.uuid4().hex}")
    first = replace(first, provider_ref=stripe.create(first, capture="auto", return_url="", notify_url="").provider_ref)
    assert stripe.kept(first) is None
    shop.outside.act("stripe", first.reference)
    kept = stripe.kept(first)
    assert kept is not None
    assert (kept.brand, kept.last4, kept.expires, kept.token.count("/")) == ("visa", "4242", "2039-04", 1)
    later = replace(first, id=fresh.new_id("pay"), provider_ref="", save=False, token=kept.token)
    (paid,) = stripe.create(later, capture="auto", return_url="", notify_url="").events
    assert (paid.type, paid.money, paid.risk) == (EventType.CHARGE_SUCCESS, first.money, "normal")
    (held,) = stripe.create(replace(later, id=fresh.new_id("pay")), capture="manual", return_url="", notify_url="").events
    assert held.type is EventType.AUTHORIZATION_SUCCESS
    for _ in range(2):
        stripe.forget(kept.token)
    assert stripe.kept(first) is None
    with pytest.raises(Declined, match="resource_missing"):
        stripe.create(replace(later, id=fresh.new_id("pay")), capture="auto", return_url="", notify_url="")
