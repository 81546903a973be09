"""Prices over time, through the endpoints."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.catalog import sellables
from functions.catalog.app import follow_prices
from functions.catalog.prices.follow_prices import touch_due_prices
from functions.catalog.store.records import CARD_SK, PRICES_DUE, CardRecord, PriceHistoryRecord, product_pk
from functions.shared.events.batches import SomeFailed
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.money import Money
from tests.integration.catalog.support import cny, created, made, published, shopper, sized, staff

NOW = datetime(2026, 11, 10, 15, 0, tzinfo=UTC)


def scheduled(product: dict[str, Any], role: str = "owner", **body: Any) -> Any:
    return staff(role).post(f"/v1/admin/products/{product['id']}/scheduled_prices", body)


def flash(product: dict[str, Any], amount: int = 5000, **body: Any) -> dict[str, Any]:
    """The eleventh of November in Shanghai."""
    label = {"zh": "双十一", "en": "Singles' day"}
    days = {"starts_at": "2026-11-11T00:00:00", "ends_at": "2026-11-12T00:00:00"}
    return made(scheduled(product, kind="discount", price=cny(amount), label=label, **(days | body)))


def seen(product: dict[str, Any]) -> tuple[Any, ...]:
    """Detail, list and face agree; price, list price and label of the first variant."""
    detail = shopper(accept_language="en").get(f"/v1/products/{product['id']}").json
    row = shopper(accept_language="en").get("/v1/products").json["data"][0]
    variant = detail["variants"][0]
    sellable = sellables([variant["id"]])[variant["id"]]
    assert variant["price"] == detail["price_from"] == row["price_from"] == cny(sellable.price.amount)
    assert variant["list_price"] == detail["list_price_from"] == row["list_price_from"]
    assert variant["price_label"] == detail["price_label"] == row["price_label"]
    return variant["price"]["amount"], (variant["list_price"] or {}).get("amount"), variant["price_label"]


def test_a_timed_discount_holds_to_the_second_in_the_time_zone_of_the_store(monkeypatch: pytest.MonkeyPatch) -> None:
    """I04, B08"""
    with clock.frozen(NOW):
        product = published()
        made_ = flash(product)
    assert (made_["starts_at"], made_["ends_at"]) == ("2026-11-10T16:00:00.000Z", "2026-11-11T16:00:00.000Z")
    start, end = datetime(2026, 11, 10, 16, tzinfo=UTC), datetime(2026, 11, 11, 16, tzinfo=UTC)
    second = timedelta(seconds=1)
    for moment, expected in (
        (start - second, (8900, 9900, None)),
        (start, (5000, 9900, "Singles' day")),
        (end - second, (5000, 9900, "Singles' day")),
        (end, (8900, 9900, None)),
    ):
        with clock.frozen(moment):
            assert seen(product) == expected


def test_a_scheduled_change_becomes_the_price_and_editing_something_else_does_not_undo_it() -> None:
    """B08"""
    with clock.frozen(NOW):
        product = published()
        made(scheduled(product, kind="change", price=cny(7000), list_price=cny(8900), starts_at="2026-11-10T16:00:00Z"))
        assert seen(product) == (8900, 9900, None)
    url = f"/v1/admin/products/{product['id']}"
    with clock.frozen(NOW + timedelta(hours=2)):
        assert seen(product) == (7000, 8900, None)
        variant = staff().get(url).json["variants"][0]
        assert (variant["price"], variant["list_price"]) == (cny(7000), cny(8900))
        made(staff().patch(f"{url}/variants/{variant['id']}", {"weight_g": 5}))
        made(staff().patch(url, {"tags": ["new"]}))
        assert seen(product) == (7000, 8900, None)
        made(staff().patch(f"{url}/variants/{variant['id']}", {"price": cny(7500)}))
        assert seen(product) == (7500, 8900, None)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"kind": "discount", "price": cny(8900)}, "not_a_discount"),
        ({"kind": "discount", "price": cny(1), "starts_at": "2026-11-10T14:59:59Z"}, "starts_in_the_past"),
        ({"kind": "discount", "price": cny(1), "starts_at": "2026-11-12T16:00:00Z"}, "ends_before_start"),
        ({"kind": "discount", "price": {"amount": 1, "currency": "USD"}}, "currency_not_offered"),
        ({"kind": "discount", "price": {"amount": 1, "currency": "XXX"}}, "invalid"),
        ({"kind": "discount", "price": cny(-1)}, "invalid"),
        ({"kind": "discount", "price": cny(1), "ends_at": None}, "invalid"),
        ({"kind": "change", "price": cny(1)}, "invalid"),
        ({"kind": "discount", "price": cny(1), "variant_ids": ["var_x"]}, "not_found"),
        ({"kind": "discount", "price": cny(1), "label": {"en": " "}}, "invalid"),
    ],
)
def test_bad_schedules_are_refused_and_nothing_is_written(body: dict[str, Any], code: str) -> None:
    """B08"""
    with clock.frozen(NOW):
        product = created()
        refused = scheduled(product, **({"ends_at": "2026-11-12T00:00:00"} | body))
    assert (refused.status, refused.code) == (404 if code == "not_found" else 422, code)
    assert staff().get(f"/v1/admin/products/{product['id']}").json["version"] == 1


def test_a_running_discount_ends_when_it_is_withdrawn_and_an_upcoming_one_never_comes() -> None:
    """I04"""
    with clock.frozen(NOW):
        product = published()
        upcoming = flash(product)
        url = f"/v1/admin/products/{product['id']}/scheduled_prices"
        assert staff().delete(f"{url}/{upcoming['id']}").status == 204
        assert staff().get(url).json["data"] == []
        running = flash(product, starts_at=None)
    with clock.frozen(NOW + timedelta(minutes=5)):
        assert seen(product)[0] == 5000
        assert staff().get(url).json["data"][0]["state"] == "active"
        assert staff().delete(f"{url}/{running['id']}").status == 204
        assert seen(product)[0] == 8900
        assert staff().delete(f"{url}/{running['id']}").code == "already_over"
        assert staff().delete(f"{url}/prc_x").code == "not_found"


def test_a_variant_in_several_currencies_is_sold_in_the_one_of_the_cart() -> None:
    """B08"""
    usd = {"amount": 1500, "currency": "USD"}
    product = published(variants=[{"sku": "cur-1", "price": cny(8900), "prices": [{"price": usd}]}])
    variant = product["variants"][0]
    assert sellables([variant["id"]], currency="USD")[variant["id"]].price == Money(1500, "USD")
    assert sellables([variant["id"]], currency="EUR")[variant["id"]].price == Money(8900, "CNY")
    url = f"/v1/products/{product['id']}"
    detail = shopper().get(f"{url}?currency=USD").json
    assert (detail["price_from"], detail["variants"][0]["price"], detail["currencies"]) == (usd, usd, ["CNY", "USD"])
    assert shopper().get(f"{url}/variants?currency=USD").json["data"][0]["price"] == usd
    assert shopper().get(f"{url}?currency=EUR").code == "currency_not_offered"
    assert shopper().get(f"{url}?currency=ABC").status == 422
    patched = {"variants": [{"sku": "cur-1", "price": cny(8900)}]}
    assert made(staff().patch(f"/v1/admin/products/{product['id']}", patched))["variants"][0]["prices"] == variant["prices"]
    for prices in ([{"price": cny(1)}], [{"price": usd}, {"price": usd}], [{"price": {"amount": -1, "currency": "USD"}}]):
        refused = staff().patch(f"/v1/admin/products/{product['id']}/variants/{variant['id']}", {"prices": prices})
        assert refused.status == 422


def test_the_history_of_prices_names_who_what_and_when() -> None:
    """X34, B08"""
    with clock.frozen(NOW):
        product = created()
        variant = product["variants"][0]
        url = f"/v1/admin/products/{product['id']}"
        flash(product)
    with clock.frozen(NOW + timedelta(minutes=1)):
        made(staff("manager").patch(f"{url}/variants/{variant['id']}", {"price": cny(7900)}))
        made(staff("manager").patch(f"{url}/variants/{variant['id']}", {"weight_g": 3}))
    rows = staff().get(f"{url}/price_history?limit=2").json
    more = staff().get(f"{url}/price_history?limit=2&cursor={rows['next_cursor']}").json["data"]
    lines = [(line["kind"], line["price"]["amount"], line["since"]) for row in (*rows["data"], *more) for line in row["lines"]]
    assert lines == [
        ("set", 7900, "2026-11-10T15:01:00.000Z"),
        ("discount_scheduled", 5000, "2026-11-10T16:00:00.000Z"),
        ("set", 8900, "2026-11-10T15:00:00.000Z"),
    ]
    assert rows["data"][0]["actor"]["kind"] == "staff"
    assert staff().get(f"{url}/price_history?variant_id=var_x").json["data"] == []
    assert len(list(PriceHistoryRecord.query(f"PROD#{product['id']}", PriceHistoryRecord.sk.startswith("PRC#")))) == 3


def test_a_reduction_is_shown_with_the_lowest_price_of_the_30_days_before() -> None:
    """X34"""
    with clock.frozen(NOW - timedelta(days=20)):
        product = published(variants=[{"sku": "low-1", "price": cny(6000)}])
    variant = product["variants"][0]
    url = f"/v1/admin/products/{product['id']}/variants/{variant['id']}"
    with clock.frozen(NOW - timedelta(days=10)):
        made(staff().patch(url, {"price": cny(9000)}))
    with clock.frozen(NOW):
        flash(product, 7000, starts_at=None)
        shown = shopper().get(f"/v1/products/{product['id']}?country=US").json["variants"][0]
    assert (shown["price"], shown["list_price"], shown["lowest_price_30_days"]) == (cny(7000), cny(9000), cny(6000))


def test_a_discount_on_some_variants_only() -> None:
    """I04"""
    with clock.frozen(NOW):
        product = published(**sized("S", "M"))
        flash(product, starts_at=None, variant_ids=[product["variants"][1]["id"]])
        detail = shopper().get(f"/v1/products/{product['id']}").json
    assert [v["price"]["amount"] for v in detail["variants"]] == [8900, 5000]
    assert detail["price_from"] == cny(5000)


def test_products_whose_price_begins_or_ends_are_touched_once_each_time() -> None:
    """I04"""
    with clock.frozen(NOW):
        product = published()
        flash(product)
        assert follow_prices({}, None) == {"touched": 0}
    for moment in (datetime(2026, 11, 10, 16, tzinfo=UTC), datetime(2026, 11, 11, 16, tzinfo=UTC)):
        with clock.frozen(moment):
            assert [follow_prices({}, None) for _ in range(2)] == [{"touched": 1}, {"touched": 0}]
    with clock.frozen(NOW + timedelta(days=9)):
        assert follow_prices({}, None) == {"touched": 0}


def test_a_price_that_begins_within_the_minute_is_waited_for_and_touched_in_its_second() -> None:
    """B08, I04: sorting and filtering follow a price at once, not when the schedule happens to run next."""
    start = datetime(2026, 11, 10, 16, tzinfo=UTC)
    with ExitStack() as time:
        time.enter_context(clock.frozen(NOW))
        flash(published())
        waited: list[float] = []

        def wait(seconds: float) -> None:
            waited.append(seconds)
            time.enter_context(clock.frozen(clock.now() + timedelta(seconds=seconds)))

        time.enter_context(clock.frozen(start - timedelta(seconds=51)))
        assert (touch_due_prices(wait), waited) == (0, [])
        time.enter_context(clock.frozen(start - timedelta(seconds=49.5)))
        assert (touch_due_prices(wait), waited, clock.now()) == (1, [49.5], start)
        assert (touch_due_prices(wait), waited) == (0, [49.5])


def test_a_card_that_cannot_be_read_is_tried_later_each_time_until_its_product_is_edited() -> None:
    """As failing timers; no other card waits for it."""
    start = datetime(2026, 11, 10, 16, tzinfo=UTC)
    with clock.frozen(NOW):
        broken, other = published(), published()
        for product in (broken, other):
            flash(product)
    card = CardRecord.get(product_pk(broken["id"]), CARD_SK)
    card.update([CardRecord.body.set("{")])
    tried = []
    for minute in range(8):
        with clock.frozen(start + timedelta(minutes=minute)):
            try:
                touch_due_prices()
            except SomeFailed:
                tried.append(minute)
    assert tried == [0, 1, 3, 7]
    with clock.frozen(start + timedelta(minutes=8)):
        made(staff().patch(f"/v1/admin/products/{broken['id']}", {"brief": {"en": "New"}}))
        edited = CardRecord.get(card.pk, CARD_SK)
    assert (edited.due_pk, edited.due_tries or 0) == (PRICES_DUE, 0)
    other_card = CardRecord.get(product_pk(other["id"]), CARD_SK)
    assert times.parse(str(other_card.due_at)) > start
