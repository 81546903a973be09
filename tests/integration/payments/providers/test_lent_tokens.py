"""Tokens that a buyer lent for one payment, at Stripe: amount, currency, end and session bound it, and it pays once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from functions.payments import Lent, lenders, pay_by_lent
from functions.payments.attempts import pay_lent
from functions.payments.attempts.pay_lent import TokenUsed
from functions.payments.store.records import PaymentsTable
from functions.shared.auth.caller import Caller
from functions.shared.outside import clock
from tests.integration.payments.providers.trading import Trading
from tests.support.events import events_in

SESSION = "chk_of_the_test"


def granted(
    shop: Trading, amount: int = 12900, *, currency: str = "cny", minutes: int = 10, card: str = "visa", session: str = SESSION
) -> str:
    """As the buyer's agent has it made at Stripe."""
    form: dict[str, Any] = {
        "payment_method": f"pm_card_{card}", "usage_limits[currency]": currency, "usage_limits[max_amount]": str(amount),
        "usage_limits[expires_at]": str(int(clock.now().timestamp()) + minutes * 60),
    }  # fmt: skip
    form |= {"shared_metadata[checkout_session_id]": session} if session else {}
    keys = {"Authorization": f"Bearer {shop.outside.shop_keys['stripe']['secret_key']}", "Stripe-Version": "x"}
    url = shop.outside.base("stripe") + "/v1/test_helpers/shared_payment/granted_tokens"
    answer = shop.outside.http.request_encode_body(
        "POST", url, fields=form, headers=keys | {"Idempotency-Key": f"{form}{clock.now()}"}, encode_multipart=False
    )
    assert answer.status == 200, answer.data
    return str(json.loads(answer.data)["id"])


def pay(shop: Trading, token: str, session: str = SESSION, order_id: str = "") -> str:
    caller = Caller(order=order_id or shop.order_id)
    made = pay_by_lent(order_id or shop.order_id, Lent("stripe", token, session), caller=caller, client_ip="127.0.0.1")
    assert made is not None
    return f"{made.status} {made.failure or ''}".strip()


def test_a_token_pays_once_what_it_was_lent_for(shop: Trading) -> None:
    """X36"""
    assert "stripe" in {one.provider for one in lenders()}
    refused = {
        "more": granted(shop, 12899), "other": granted(shop, currency="usd"), "over": granted(shop, minutes=-1),
        "strange": granted(shop, session="chk_of_another"), "declined": granted(shop, card="chargeDeclined"),
        "asked": granted(shop, card="authenticationRequired"), "unknown": "spt_unknown", "path": "spt_../../customers",
    }  # fmt: skip
    told = {name: pay(shop, token) for name, token in refused.items()}
    assert all(one.startswith("failed") for one in told.values()), told
    assert told["strange"] == "failed token_of_another_session"
    assert told["asked"] == "failed authentication_required"
    assert (told["unknown"], told["path"]) == ("failed token_not_found", "failed token_not_found")
    good = granted(shop, session="")
    assert pay(shop, good) == "captured"
    assert [event.type for event in events_in(PaymentsTable)].count("payment.captured") == 1


def test_a_lost_answer_is_no_second_charge(shop: Trading) -> None:
    token = granted(shop)
    shop.outside.act("stripe", "next", None, http_500_after_commit=True)
    with pytest.raises(Exception, match=r"outcome|known|answer"):
        pay(shop, token)
    assert pay(shop, token) == "captured"
    assert [event.type for event in events_in(PaymentsTable)] == ["payment.captured"]


def test_a_token_of_one_order_pays_no_other(shop: Trading) -> None:
    token = granted(shop)
    pay_lent._claim(Lent("stripe", token, SESSION), "ord_00000000000000000000000001")
    with pytest.raises(TokenUsed):
        pay(shop, token)
    assert events_in(PaymentsTable) == []
