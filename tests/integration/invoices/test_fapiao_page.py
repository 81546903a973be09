"""X28: what buyers see of their e-invoices on the order's page, and how they request one there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

import boto3
import pytest
from moto.ses.models import ses_backends

from functions.invoices.store.records import FapiaoRecord
from functions.notifications.app import notify
from functions.notifications.sending.wording import values_of
from functions.orders.app import app as orders
from functions.orders.store.order_links import link_to
from functions.orders.store.records import OrderRecord, order_pk
from tests.integration.invoices.billing import Sale, a_sale, sells
from tests.integration.invoices.chinese import SELLER, all_of, give_back, request
from tests.integration.invoices.simulated import Platform
from tests.integration.orders.buyer import a_variant, an_order
from tests.support.buckets import data_bucket
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Answer, Client
from tests.support.words import wording

_FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture(autouse=True)
def _world(platform: Platform) -> Iterator[None]:
    with data_bucket():
        sells(SELLER)
        yield


def path_of(order: Any) -> str:
    record = OrderRecord.get(order_pk(order["id"]), "ORDER")
    return f"/o/{urlsplit(link_to(record)).path.rsplit('/', 1)[1]}"


def page(sale: Sale, language: str = "en") -> str:
    answer = Client(orders).get(f"{path_of(sale.order)}?lang={language}")
    assert answer.status == 200
    return answer.text


def held(platform: Platform, sale: Sale) -> str:
    theirs = [one for one in platform.invoices() if one["order_number"] == sale.order["number"]]
    return str(next(one["key"] for one in theirs if one["status"] == "pending"))


def press(sale: Sale, **fields: str) -> Answer:
    return Client(orders).call("POST", f"{path_of(sale.order)}/fapiao", urlencode({"lang": "en", **fields}).encode(), _FORM)


def test_a_guest_requests_one_on_the_page_and_reads_it_there(platform: Platform) -> None:
    sale = a_sale(quantity=3)
    assert "Request a Chinese e-invoice" in page(sale)
    wrong = press(sale, kind="company", name="Example", tax_number="91310000775785552X")
    assert (wrong.status, all_of(sale)) == (422, [])
    assert "right tax number" in wrong.text
    done = press(sale, kind="company", name="<b>Example</b>", tax_number="91310000775785552L")
    assert (done.status, urlsplit(done.headers["location"]).path) == (303, path_of(sale.order))
    assert "Your e-invoice is being issued." in page(sale)
    assert "Request a Chinese" not in page(sale)
    twice = press(sale, kind="personal", name="Li Lei")
    assert (twice.status, "an e-invoice of this order already" in twice.text, "No e-invoice can" in twice.text) == (409, True, False)
    platform.work()
    platform.end(held(platform, sale))
    number = all_of(sale)[0].number
    assert re.search(rf'<a href="http[^"]+"[^>]*>电子发票 {number}</a>', page(sale, "zh"))
    give_back(sale, 1)
    assert "Red e-invoice" not in page(sale)
    platform.work()
    platform.end(held(platform, sale))
    assert f"Red e-invoice {all_of(sale)[1].number}" in page(sale)


def test_what_waits_and_what_failed_is_told_in_plain_words(platform: Platform) -> None:
    platform.act("next", login_expired=True)
    sale = a_sale()
    request(sale)
    platform.work()
    assert "it takes longer than usual" in page(sale)
    platform.act("next", login_expired=False, refuses="购买方名称有误")
    failed = a_sale()
    request(failed)
    platform.work()
    said = page(failed)
    assert "could not be issued" in said
    assert "购买方名称有误" not in said
    assert "Request a Chinese e-invoice" in said


def test_the_form_is_there_for_those_who_can_have_one_only(platform: Platform) -> None:
    order, buyer = an_order(a_variant())
    assert "Request a Chinese e-invoice" not in page(Sale(order, buyer))
    assert press(Sale(order, buyer), kind="personal", name="Li Lei").status == 409
    sells({**SELLER, "fapiao_provider": ""})
    sale = a_sale()
    assert "Request a Chinese e-invoice" not in page(sale)
    assert press(sale, kind="personal", name="Li Lei").status == 409
    assert Client(orders).call("POST", "/o/forged/fapiao", b"", _FORM).status == 404


@pytest.fixture
def mailbox() -> Iterator[Any]:
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    yield ses_backends["123456789012"]["us-east-1"].sent_messages
    ses_backends["123456789012"]["us-east-1"].reset()


def test_who_bought_is_told_once_by_mail_where_it_opens(platform: Platform, mailbox: Any) -> None:
    """X28: the event twice is one mail, with the document's own link and the order's; a red one is told as what it is."""
    sale = a_sale(quantity=2)
    request(sale)
    platform.work()
    platform.end(held(platform, sale))
    (blue,), (told,) = all_of(sale), events_in(FapiaoRecord, "fapiao.issued")
    assert notify(sqs_of_events([told, told]), None) == {"batchItemFailures": []}
    (mail,) = mailbox
    assert blue.file_url
    assert all(part in mail.body for part in (f"电子发票已开具：号码 {blue.number}", blue.file_url, "/o/"))
    give_back(sale, 1)
    platform.work()
    platform.end(held(platform, sale))
    (red,) = (one for one in events_in(FapiaoRecord, "fapiao.issued") if one.data["colour"] == "red")
    assert notify(sqs_of_events([red, told]), None) == {"batchItemFailures": []}
    assert ("红字" in mailbox[-1].subject, len(mailbox)) == (True, 2)
    said = wording("fapiao.issued", "en", {**values_of(red.data, "N-1", "x", "en"), "fapiao_link": "https://e.example/1"}).text
    assert "A red e-invoice" in said
    assert "Open it: https://e.example/1" in said
