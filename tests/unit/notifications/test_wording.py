"""P07: every event has subject, text and HTML in every language, and values cannot break out of their place."""

from __future__ import annotations

from typing import Any

import jinja2
import pytest

from functions.notifications.model.message import masked, recipient_hash
from functions.notifications.sending.wording import EVENTS, LANGUAGES, language_for, values_of
from functions.shared.plain.money import Money, money_text
from tests.support.words import wording

DATA: dict[str, Any] = {
    "order": {"total": 189_900, "currency": "CNY", "lines": [{"line_id": "line_1", "sku": "<b>SKU</b>"}]},
    "refund_id": "ref_1",
    "amount": 300,
    "currency": "CNY",
    "total_refunded": 300,
    "shipping": 100,
    "other": 0,
    "lines": [{"line_id": "line_1", "quantity": 1, "amount": 200}],
    "payment_deadline": "2025-03-09T06:30:00.000Z",
    "waybill": "SBX001",
    "carrier": "sandbox",
    "reason": "customer",
    "kind": "late",
    "coupon": "N-1",
    "expires_at": "2025-03-09T06:30:00.000Z",
    "sku": "N-1",
    "title": {"zh": "<b>李雷</b>"},
    "available": 2,
    "quantity": 2,
    "waits": True,
    "low_at": 3,
    "points": 120,
    "usable": 120,
    "target": "usable",
    "on_delivery": True,
    "captured": 300,
    "open_amount": 200,
    "by": "merchant",
}
AMENDED: dict[str, Any] = {name: DATA[name] for name in ("order", "expires_at")} | {
    "amendment": 1, "due": 300, "give_back": 100, "address_changed": True, "paid": False, "outcome": "lapsed",
    "lines": [{"line_id": "line_1", "sku": "<b>SKU</b>", "before": 1, "after": 2}],
}  # fmt: skip


ASKED_FOR = {
    "about": "case",
    "brief": "N-1",
    "code": "N-1",
    "taken": False,
    "purpose": "sign_in",
    "minutes": 5,
    "contact": "email",
    "now": "N-1",
    "complaint": "N-1",
    "coupon_code": "N-1",
    "coupon_until": "",
    "worth": "N-1",
    "message": "",
    "survey_link": "N-1",
    "link": "N-1",
    "entity_name": "N-1 <b>李雷</b>",
    "host": "N-1 <b>李雷</b>",
    "description": "",
    "colour": "blue",
    "fapiao_number": "N-1",
    "fapiao_link": "",
    "invoice_number": "N-1",
    "paragraphs": ["N-1 <b>李雷</b>"],
    "subject": "N-1",
    "text": "N-1 <b>李雷</b>",
    "product": "N-1",
    "count": 1,
    "remedies": ["refund", "repair"],
    "hazard": "N-1",
    "action": "N-1",
    "recall_link": "N-1",
    "provider": "N-1",
    "goods_back": False,
    "left": "N-1",
    "label": "N-1 <b>李雷</b>",
    "found_at": "2025-03-09 14:00",
    "finding_id": "N-1",
    "first": "2025-03-09",
    "last": "2025-03-09",
} | dict.fromkeys(
    (
        "declared",
        "stated",
        "pays_on",
        "norm",
        "last_day",
        "lot",
        "sold_from",
        "sold_until",
        "sent_from",
        "sent_until",
        "phone",
        "url",
        "email",
    ),
    "",
)
"""By who sends it, beside the event."""


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_event_is_worded_in_every_language(event: str, language: str) -> None:
    data = AMENDED if event.startswith("order.amend") else DATA
    words = wording(event, language, values_of(data, "N-1", "<b>李雷</b>") | ASKED_FOR)
    # An invitation's mail is about nothing that has a number; what it is about is its link. So is what is told of an account.
    assert (
        event.startswith(
            ("staff.", "factor.", "subscription.", "coupon.claimed", "coupon.revoked", "points.", "finding.", "question.", "level.")
        )
        or "N-1" in words.subject
    )
    assert event in ("factor.added", "factor.passkey_copied", "factor.removed", "coupon.claimed", "coupon.revoked") or "N-1" in words.text
    # Nobody's name is known of an address that asks for news.
    assert event.startswith("subscription.") or "<b>李雷</b>" in words.text
    assert event.startswith("subscription.") or "&lt;b&gt;李雷&lt;/b&gt;" in words.html
    assert "<b>" not in words.html
    assert f'lang="{language}"' in words.html


@pytest.mark.parametrize(("status", "told"), [("inspected", "We refund CNY 2.00."), ("refunded", "We have refunded CNY 2.00.")])
def test_goods_that_come_after_their_money_went_back_promise_nothing_more(status: str, told: str) -> None:
    """Of a withdrawal the money goes back on proof that they were sent."""
    case = {"return_id": "ret_1", "status": status, "amount": 200, "currency": "CNY"}
    words = wording("return.inspected", "en", values_of(case, "N-1", "x"))
    assert (told in words.text, told in words.html) == (True, True)
    promise = "将退款" in wording("return.inspected", "zh", values_of(case, "N-1", "x")).text
    assert promise is (status == "inspected")


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_paragraph_that_says_nothing_leaves_no_hole(event: str, language: str) -> None:
    data = AMENDED if event.startswith("order.amend") else DATA
    assert "\n\n\n" not in wording(event, language, values_of(data, "N-1", "x") | ASKED_FOR).text


def test_a_subject_is_one_line() -> None:
    words = wording("order.delivered", "en", values_of({}, "1\r\nBcc: everybody@example.com", "x"))
    assert words.subject == "Your order 1 Bcc: everybody@example.com was delivered"


def test_a_missing_value_fails_instead_of_leaving_a_hole() -> None:
    with pytest.raises(jinja2.UndefinedError):
        wording("order.shipped", "en", values_of({}, "1", "x"))


def test_amounts_have_the_places_of_their_currency() -> None:
    assert [money_text(Money(189_900, c)) for c in ("CNY", "JPY", "KWD")] == ["CNY 1,899.00", "JPY 189,900", "KWD 189.900"]


def test_languages_fall_back_to_the_stores() -> None:
    assert [language_for(tag) for tag in ("en", "en-GB", "zh-Hant", "fr", "")] == ["en", "en", "zh", "zh", "zh"]


def test_recipients_are_told_apart_without_being_named() -> None:
    assert recipient_hash("A@example.com ") == recipient_hash("a@example.com") != recipient_hash("b@example.com")
    assert [masked(a) for a in ("li.lei@example.com", "nonsense")] == ["l***@example.com", "***"]
