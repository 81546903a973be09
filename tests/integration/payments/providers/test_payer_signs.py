"""D12: what a provider says of who paid (its judgement, the card's country) reaches whoever holds orders, and is never in money's way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from functions.payments.model.errors import Unknown
from functions.payments.model.payer import PayerSigns, read_signs
from functions.payments.providers.exchange import NotThere
from functions.payments.providers.stripe import adapter
from functions.payments.store.records import PaymentsTable
from tests.integration.payments.providers.trading import Trading
from tests.support.events import events_in

SIGNS = {"risk": "elevated", "payer_country": "US"}


def said() -> list[tuple[str, str, str]]:
    return [(one.type, one.data["risk"], one.data["payer_country"]) for one in events_in(PaymentsTable)]


def test_stripe_is_asked_for_what_its_message_leaves_out(shop: Trading) -> None:
    """D12: the webhook names the charge only."""
    payment = shop.start("stripe")
    shop.outside.act("stripe", payment["reference"], **SIGNS)
    (hook,) = shop.outside.hooks()
    assert (b"elevated" in hook.body, shop.deliver(hook).status) == (False, 200)
    shop.work()
    assert said() == [("payment.captured", "elevated", "US")]


def test_what_is_found_by_asking_says_it_too(shop: Trading) -> None:
    """D12: the webhook never came."""
    payment = shop.start("stripe")
    shop.outside.act("stripe", payment["reference"], risk="highest", payer_country="fr")
    shop.outside.hooks()
    with shop.later(20):
        shop.sweep()
    assert said() == [("payment.captured", "highest", "FR")]


def test_an_order_is_not_judged_before_stripe_has_answered(shop: Trading, monkeypatch: pytest.MonkeyPatch) -> None:
    """D12: the message stays on its queue; one that Stripe does not know any more is booked as it was told."""
    payment, hook = shop.paid("stripe")
    assert shop.deliver(hook).status == 200
    waiting = shop.waiting()
    with monkeypatch.context() as patched:
        patched.setattr(adapter, "get", _raises(Unknown("no_answer")))
        with pytest.raises(AssertionError):
            shop.work(waiting)
        assert said() == []
        patched.setattr(adapter, "get", _raises(NotThere("resource_missing")))
        shop.work(waiting)
    assert said() == [("payment.captured", "", "")]
    assert shop.payment(payment["id"])["status"] == "captured"


def _raises(error: Exception) -> Callable[..., Any]:
    def get(*_: Any, **__: Any) -> Any:
        raise error

    return get


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (("normal", "CN"), ("normal", "CN")),
        (("highest", "gb"), ("highest", "GB")),
        (("not_assessed", "USA"), ("", "")),
        ((True, 86), ("", "")),
        (({"risk": "highest"}, ["US"]), ("", "")),
        (("HIGHEST", "Ü1"), ("", "")),
        ((None, "U\n"), ("", "")),
    ],
)
def test_what_has_another_form_than_agreed_is_not_told(given: tuple[object, object], read: tuple[str, str]) -> None:
    """D12"""
    assert read_signs(*given) == PayerSigns(*read)
