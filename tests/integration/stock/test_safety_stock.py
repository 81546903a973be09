"""C03: so many pieces of a variant are never offered; staff are written to once when one becomes low; the shop has values for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import pytest
from moto.ses.models import ses_backends

from functions.catalog.store.records import CARD_SK, CardRecord, product_pk
from functions.notifications.app import notify
from functions.notifications.sending.wording import values_of
from functions.notifications.store.records import NotificationsTable
from functions.shared.events.envelope import SYSTEM
from functions.shared.plain.errors import OutOfStock
from functions.shared.store.records import find, find_many
from functions.shared.store.transactions import transact
from functions.stock import StockLine, available_in, reserve_writes, stock_keys
from functions.stock.app import app
from functions.stock.store import stock_settings as module
from functions.stock.store.records import SETTINGS, STOCK_SK, WALK_SK, SettingsRecord, StockRecord
from tests.integration.catalog.support import created, staff, stocked
from tests.integration.orders.buyer import a_guest, a_variant, stock_of
from tests.integration.stock.projected import projected
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.races import in_between
from tests.support.words import wording

URL = "/v1/admin/stock_settings"
USUAL = {"low_at": 5, "safety_stock": 0, "low_stock_email": None, "low_stock_language": None}


@pytest.fixture
def mailbox() -> Iterator[Any]:
    """Whatever tests before sent, and left."""
    ses_backends["123456789012"]["us-east-1"].reset()
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    yield ses_backends["123456789012"]["us-east-1"]
    ses_backends["123456789012"]["us-east-1"].reset()


def settings(**body: Any) -> Any:
    answer = staff().put(URL, USUAL | body)
    assert answer.status == 200, answer.text
    return answer.json


def counters(variant: str) -> StockRecord:
    return StockRecord.get(f"VAR#{variant}", STOCK_SK)


def told(old: StockRecord, new: StockRecord) -> None:
    """Twice, as streams may."""
    for _ in range(2):
        projected({"OldImage": old.to_dynamodb_dict(), "NewImage": new.to_dynamodb_dict()})


def walked(*variants: str) -> None:
    """What the stream brings after the settings were set, each record twice."""
    before = {variant: counters(variant) for variant in variants}
    for sk in [SETTINGS, *[WALK_SK] * 20]:
        record = find(SettingsRecord, SETTINGS, sk)
        assert record is not None
        for _ in range(2):
            projected({"NewImage": record.to_dynamodb_dict()})
    for variant, old in before.items():
        told(old, counters(variant))


def lows() -> list[int]:
    return [one.data["available"] for one in events_in(StockRecord, "stock.low")]


def on_shelf(pieces: int) -> str:
    variant: str = created()["variants"][0]["id"]
    stocked(variant, pieces)
    return variant


def sold(variant: str, quantity: int) -> None:
    old = counters(variant)
    old_image = StockRecord.from_raw_data(old.to_dynamodb_dict())
    transact(reserve_writes([StockLine(variant, quantity)], cause=f"{variant} {old.version}", reason="test", actor=SYSTEM))
    told(old_image, counters(variant))


def test_settings_are_read_and_set_under_their_version() -> None:
    """C03"""
    assert staff().get(URL).json == USUAL | {"version": 0}
    body = {"low_at": 3, "safety_stock": 2, "low_stock_email": "stock@example.com", "low_stock_language": "en"}
    assert staff().put(URL, body, If_Match='"0"').json == body | {"version": 1}
    assert staff().put(URL, body, If_Match='"0"').status == 409
    for bad in ({"low_at": -1}, {"safety_stock": 1.5}, {"low_stock_email": "nobody"}, {"low_stock_language": "fr"}, {"low": 1}):
        assert staff().put(URL, bad).status == 422
    assert Client(app, bearer("support")).put(URL, USUAL).status == 403


def test_two_who_set_them_at_once_both_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """F-E: the second one sees what the first one set before."""
    in_between(monkeypatch, module, "kept_settings", lambda: settings(low_at=9))
    assert settings(low_at=7)["version"] == 2
    assert module.stock_settings().before_low_at == 9


def test_safety_stock_is_not_offered_and_not_sold() -> None:
    """C03: product, cart and order agree; a variant's own value wins."""
    settings(safety_stock=3)
    variant = a_variant(stock=5)
    assert available_in(find_many(stock_keys([variant])), variant) == 2
    buyer = a_guest()
    buyer.add(variant, 3)
    refused = buyer.ready().place()
    assert (refused.status, refused.code) == (409, "out_of_stock")
    assert stock_of(variant) == (5, 0)
    assert staff().put(f"/v1/admin/stock/{variant}/safety", {"safety_stock": 2}).json == {"variant_id": variant, "safety_stock": 2}
    assert a_guest_buys(variant, 3) == 201
    assert a_guest_buys(variant, 1) == 409
    assert stock_of(variant) == (2, 3)
    shown = staff().get(f"/v1/admin/stock/{variant}").json
    assert (shown["available"], shown["safety_stock"], shown["for_sale"], shown["state"]) == (2, 2, 0, "out_of_stock")
    staff().put(f"/v1/admin/stock/{variant}/safety", {"safety_stock": 9})
    assert available_in(find_many(stock_keys([variant])), variant) == 0
    staff().put(f"/v1/admin/stock/{variant}/safety", {"safety_stock": 0})
    assert a_guest_buys(variant, 2) == 201
    for bad in (-1, "2", 1.5, True):
        assert staff().put(f"/v1/admin/stock/{variant}/safety", {"safety_stock": bad}).status == 422


def a_guest_buys(variant: str, quantity: int) -> int:
    buyer = a_guest()
    buyer.add(variant, quantity)
    return int(buyer.ready().place().status)


def test_parallel_orders_leave_the_safety_stock_and_are_told_low_once() -> None:
    """C03: of eight buyers at once six get a piece."""
    settings(safety_stock=2, low_at=3)
    variant = on_shelf(8)
    start = StockRecord.from_raw_data(counters(variant).to_dynamodb_dict())

    def buy(n: int) -> bool:
        try:
            lines = [StockLine(variant, 1)]
            transact(reserve_writes(lines, {variant: 2}, cause=f"{variant} {n}", reason="test", actor=SYSTEM))
        except OutOfStock:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(buy, range(8)))
    end = counters(variant)
    assert (sum(got), int(end.available)) == (6, 2)
    # The stream tells each step of the counters; here one by one, and each twice.
    for n in range(6):
        old, new = (StockRecord.from_raw_data(start.to_dynamodb_dict()) for _ in range(2))
        old.available, old.version = 8 - n, int(start.version) + n
        new.available, new.version = 7 - n, int(start.version) + n + 1
        told(old, new)
    assert lows() == [3]


def test_shoppers_are_told_low_from_the_threshold_on() -> None:
    """C03, A13: the variant's own, else the shop's, measured by what is for sale; product, card and staff's view agree."""
    product = created()
    variant = product["variants"][0]["id"]

    def shown() -> tuple[str, str]:
        card = CardRecord.get(product_pk(product["id"]), CARD_SK)
        return card.stock_state, staff().get(f"/v1/admin/stock/{variant}").json["state"]

    def changed(act: Callable[[], Any]) -> None:
        old = StockRecord.from_raw_data(counters(variant).to_dynamodb_dict())
        act()
        told(old, counters(variant))

    stocked(variant, 9)
    projected({"NewImage": counters(variant).to_dynamodb_dict()})
    assert shown() == ("in_stock", "in_stock")
    changed(lambda: staff().put(f"/v1/admin/stock/{variant}/threshold", {"low_at": 10}))
    assert shown() == ("low_stock", "low_stock")
    changed(lambda: staff().put(f"/v1/admin/stock/{variant}/threshold", {"low_at": 0}))
    assert shown() == ("in_stock", "in_stock")
    sold(variant, 8)
    assert shown() == ("in_stock", "in_stock")
    changed(lambda: staff().put(f"/v1/admin/stock/{variant}/threshold", {"low_at": None}))
    assert shown() == ("low_stock", "low_stock")
    settings(low_at=0)
    walked(variant)
    assert shown() == ("in_stock", "in_stock")
    settings(low_at=1)
    walked(variant)
    assert shown() == ("low_stock", "low_stock")
    settings(low_at=1, safety_stock=1)
    walked(variant)
    assert shown() == ("out_of_stock", "out_of_stock")


def test_a_threshold_that_is_changed_across_what_is_there_is_a_crossing() -> None:
    """C03: shop-wide, upward and downward; what lies at it is low, above it is not; own values stay."""
    variant, own = on_shelf(7), on_shelf(7)
    staff().put(f"/v1/admin/stock/{own}/threshold", {"low_at": 1})
    settings(low_at=7)
    walked(variant, own)
    assert lows() == [7]
    sold(variant, 1)
    assert lows() == [7]
    settings(low_at=5)
    walked(variant, own)
    assert lows() == [7]
    sold(variant, 1)
    assert lows() == [7, 5]
    settings(low_at=5, safety_stock=2)
    walked(variant, own)
    assert lows() == [7, 5]
    settings(low_at=0)
    walked(variant, own)
    sold(variant, 5)
    assert lows() == [7, 5, 0]


def test_a_restock_exactly_to_the_threshold_is_not_above_it() -> None:
    """C03: nor are pieces that move between warehouses a crossing."""
    variant = on_shelf(6)
    sold(variant, 2)
    assert lows() == [4]
    old = StockRecord.from_raw_data(counters(variant).to_dynamodb_dict())
    stocked(variant, 1)
    told(old, counters(variant))
    sold(variant, 1)
    assert lows() == [4]
    old = StockRecord.from_raw_data(counters(variant).to_dynamodb_dict())
    stocked(variant, 2)
    told(old, counters(variant))
    sold(variant, 1)
    assert lows() == [4, 5]


@pytest.mark.parametrize(("language", "subject"), [("zh", "库存不足：MUG-1 杯子 仅剩 5 件"), ("en", "Only 5 left of MUG-1: Mug")])
def test_staff_are_written_to_once_per_crossing(mailbox: Any, language: str, subject: str) -> None:
    """C03: whatever is told twice; nobody named, nobody written to."""
    variant = a_variant(stock=6)
    sold(variant, 1)
    (event,) = events_in(StockRecord, "stock.low")
    assert notify(sqs_of_events([event]), None) == {"batchItemFailures": []}
    assert mailbox.sent_messages == []
    assert not list(NotificationsTable.query(f"STOCK#{variant}"))
    settings(low_stock_email="stock@example.com", low_stock_language=language)
    for _ in range(2):
        assert notify(sqs_of_events([event, event]), None) == {"batchItemFailures": []}
    (mail,) = mailbox.sent_messages
    assert (mail.destinations["ToAddresses"], mail.subject) == (["stock@example.com"], subject)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_mail_names_what_is_low_also_without_a_title(language: str) -> None:
    """C03"""
    for title in ({"en": "Mug", "zh": "杯子"}, {}):
        data = {"variant_id": "var_1", "available": 2, "low_at": 3, "sku": "MUG-1", "title": title}
        words = wording("stock.low", language, values_of(data, "", "", language))
        for text in (words.subject, words.text, words.html):
            assert "MUG-1" in text
            assert "2" in text
        assert "()" not in words.text
        assert "（）" not in words.text
