"""G03, G04: the mails of repairs and of return waybills, as they are sent, in both languages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto.ses.models import ses_backends

from functions.notifications.sending.wording import time_text
from functions.orders.store.records import ORDER_SK, OrderRecord, order_pk
from tests.integration.aftersales.sold import Sold, later
from tests.integration.aftersales.test_case_mails import mails
from tests.integration.aftersales.test_repairs import BACK, MUGS, PLATES, no_warranty, paid, price, taken_in
from tests.integration.aftersales.test_return_labels import approved, courier, ruled
from tests.support.courier import CourierDouble

__all__ = ["courier"]
WORDS = {
    "zh": {
        "label": ("寄回运单已生成", "SBX001"),
        "quoted": ("维修报价", "维修费 CNY 15.00", "前付款"),
        "declined": ("原样寄回", "您已拒绝维修报价"),
        "beyond_repair": ("原样寄回", "商品无法维修"),
        "sent_back": ("维修商品已寄回", "顺丰速运 SF9"),
    },
    "en": {
        "label": ("The waybill for what you send back", "SBX001"),
        "quoted": ("What the repair costs", "The repair costs CNY 15.00", "not paid by"),
        "declined": ("goes back as it came", "You declined the price"),
        "beyond_repair": ("goes back as it came", "It cannot be repaired"),
        "sent_back": ("on its way back", "SF Express SF9"),
    },
}


@pytest.fixture(autouse=True)
def _mailbox() -> Iterator[None]:
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    yield
    ses_backends["123456789012"]["us-east-1"].reset()


def speaks(sold: Sold, language: str) -> None:
    record = OrderRecord.get(order_pk(sold.id), ORDER_SK)
    record.update(actions=[OrderRecord.body.set(json.dumps({**json.loads(record.body), "language": language}))])


def assert_told(mail: Any, language: str, which: str) -> None:
    """No hole where a value should be, and its mark of the language."""
    subject, *said = WORDS[language][which]
    assert subject in mail.subject
    assert all(words in mail.body for words in said), (said, mail.body)
    assert f'lang="{language}"' in mail.body
    assert "<p></p>" not in mail.body


@pytest.mark.parametrize("language", WORDS)
def test_a_waybill_is_told_before_its_goods_are_sent(sold: Sold, courier: CourierDouble, language: str) -> None:
    """The case itself has no waybill yet; and one by which the goods come in the end is another."""
    speaks(sold, language)
    ruled()
    case = approved(sold, (MUGS, 1))
    assert sold.mine(case, "ship", {"carrier": "sf", "waybill": "SF1"}).status == 200
    (mail,) = mails("return.label_ready")
    assert_told(mail, language, "label")
    assert "SF1" not in mail.body


@pytest.mark.parametrize("language", WORDS)
def test_a_repair_is_told_with_its_price_and_why_it_was_not_done(sold: Sold, language: str) -> None:
    speaks(sold, language)
    with later(days=1):
        no_warranty()
        case = taken_in(sold, (MUGS, 1))
        until = sold.staff(case, "diagnose", price(1500)).json["repair"]["pay_until"]
        (quoted,) = mails("return.quoted")
        assert_told(quoted, language, "quoted")
        assert "The hinge is worn out." in quoted.body
        assert time_text(until) in quoted.body
        sold.mine(case, "decline_quote")
        assert_told(mails("return.unrepaired")[-1], language, "declined")
        sold.staff(case, "send_back", BACK)
        assert_told(mails("return.sent_back")[-1], language, "sent_back")
        broken = taken_in(sold, (PLATES, 1))
        paid(sold, sold.staff(broken, "diagnose", price(1500)).json["repair"]["order_id"])
        sold.staff(broken, "give_up", {})
        assert_told(mails("return.unrepaired")[-1], language, "beyond_repair")
