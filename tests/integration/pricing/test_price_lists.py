"""X15, B11, I11: a list's price from the product page to the order, and nobody else's business."""

from __future__ import annotations

import uuid
from typing import Any

from functions.catalog.app import app as catalog_app
from functions.orders.app import app as orders_app
from functions.pricing.store.lists import price_lists
from functions.shared.outside import clock
from tests.integration.catalog.support import published
from tests.integration.orders.buyer import NOON, Buyer, a_customer, a_guest, counted
from tests.integration.pricing.shop import GOLD, TRADE, asks, in_groups, lists, with_level
from tests.support.http import Client
from tests.support.identity import bearer

CNY_100 = {"amount": 10_000, "currency": "CNY"}


def _product(**fields: Any) -> tuple[str, str]:
    product = published(variants=[{"sku": f"SKU-{uuid.uuid4()}", "price": CNY_100}], **fields)
    return product["id"], product["variants"][0]["id"]


def _line(answer: Any, place: int = 0) -> tuple[int, str | None]:
    line = answer["lines"][place]
    return line["unit_price"]["amount"], line["price_list"]


def test_a_member_s_price_from_the_page_to_the_order() -> None:
    """X15: the winning list is named by page, cart, preview and order; the order keeps it whatever the lists become."""
    product, variant = _product()
    lists(GOLD)
    asks(variant, gold=8_000)
    subject = str(uuid.uuid4())
    with_level(subject, "gold")
    page = Client(catalog_app, bearer(subject=subject)).get(f"/v1/products/{product}").json
    assert (page["price_from"]["amount"], page["variants"][0]["price"]["amount"], page["variants"][0]["price_list"]) == (
        8_000,
        8_000,
        "gold",
    )
    buyer = a_customer(subject)
    assert _line(buyer.add(variant).json) == (8_000, "gold")
    shown = buyer.ready().preview()
    assert (_line(shown), shown["lines"][0]["list_price"]) == ((8_000, "gold"), None)
    order = buyer.place(shown["preview_hash"])
    assert order.status == 201, order.text
    lists()
    assert _line(buyer.client.get(f"/v1/orders/{order.json['id']}").json) == (8_000, "gold")


def test_breaks_apply_to_the_quantity_of_the_line() -> None:
    """B11: the price of a piece at n - 1, n and n + 1 of each break is as configured, however the line came to be so long."""
    _, variant = _product()
    lists({"code": "bulk", "name": "Bulk", "currency": "CNY"})
    asks(variant, bulk={5: 9_000, 10: 8_000})
    buyer = a_guest()
    line = buyer.add(variant, 4).json["lines"][0]["id"]
    assert _line(buyer.client.get(buyer.cart).json) == (10_000, None)
    grown = buyer.add(variant, 1).json
    assert (_line(grown), grown["lines"][0]["notices"]) == ((9_000, "bulk"), [])
    for quantity, price in ((6, 9_000), (9, 9_000), (10, 8_000), (11, 8_000), (4, 10_000)):
        changed = buyer.client.patch(f"{buyer.cart}/lines/{line}", {"quantity": quantity}).json
        line_now = changed["lines"][0]
        assert (_line(changed)[0], line_now["subtotal"]["amount"], line_now["notices"]) == (price, price * quantity, [])
        assert _line(buyer.client.get(buyer.cart).json)[0] == price
    assert buyer.client.patch(f"{buyer.cart}/lines/{line}", {"quantity": 10}).status == 200
    order = buyer.ready().place().json
    assert (_line(order), order["lines"][0]["subtotal"]["amount"]) == ((8_000, "bulk"), 80_000)


def test_pages_tell_what_more_pieces_cost() -> None:
    product, variant = _product()
    lists({"code": "bulk", "name": "Bulk", "currency": "CNY"}, TRADE)
    asks(variant, bulk={10: 9_000}, trade={20: 7_000})
    told = Client(catalog_app).get(f"/v1/products/{product}").json["variants"][0]
    steps = [(one["quantity"], one["price"]["amount"], one["price_list"]) for one in told["quantity_prices"]]
    assert (told["price"]["amount"], told["price_list"], steps) == (10_000, None, [(1, 10_000, None), (10, 9_000, "bulk")])
    subject = str(uuid.uuid4())
    in_groups(subject, "trade")
    told = Client(catalog_app, bearer(subject=subject)).get(f"/v1/products/{product}/variants").json["data"][0]
    assert [(one["quantity"], one["price"]["amount"]) for one in told["quantity_prices"]] == [(1, 10_000), (10, 9_000), (20, 7_000)]


_GOLDS = '"amount":8123'


def test_a_copied_cart_carries_no_member_s_price() -> None:
    """I11: whoever only has a cart's token is never told what its owner pays, by any call, and pays the price of everybody."""
    (_, variant), (_, other) = _product(), _product()
    lists(GOLD)
    asks(variant, gold=8_123)
    subject = str(uuid.uuid4())
    with_level(subject, "gold")
    guest = a_guest()
    gold = Buyer(Client(orders_app, guest.client.headers | bearer(subject=subject)), guest.cart_id)
    assert _line(gold.add(variant).json) == (8_123, "gold")
    stranger = guest
    for seen in (
        stranger.add(other),
        stranger.client.get(stranger.cart),
        stranger.client.patch(stranger.cart, {"email": "a@example.com"}),
        stranger.client.get(f"{stranger.cart}/preview"),
    ):
        assert seen.status in (200, 201), seen.text
        assert (_line(seen.json), _GOLDS in seen.text) == ((10_000, None), False)
    assert _line(gold.client.get(gold.cart).json) == (8_123, "gold")
    stranger.ready()
    placed = stranger.place(stranger.preview()["preview_hash"])
    assert (placed.status, _line(placed.json), _GOLDS in placed.text) == (201, (10_000, None), False)


def test_when_the_level_is_taken_away_the_next_read_is_the_price_of_everybody() -> None:
    """Case 12: no new sign-in, no waiting; a cart that was shown the other price says so, and its order is refused once."""
    product, variant = _product()
    lists(GOLD)
    asks(variant, gold=8_000)
    subject = str(uuid.uuid4())
    with_level(subject, "gold")
    client = Client(catalog_app, bearer(subject=subject))
    buyer = a_customer(subject)
    buyer.add(variant)
    buyer.ready()
    shown = buyer.preview()["preview_hash"]
    assert client.get(f"/v1/products/{product}").json["price_from"]["amount"] == 8_000
    with_level(subject, None)
    assert client.get(f"/v1/products/{product}").json["price_from"]["amount"] == 10_000
    refused = buyer.place(shown)
    assert (refused.status, refused.code) == (409, "preview_changed")
    line = buyer.client.get(buyer.cart).json["lines"][0]
    assert (line["unit_price"]["amount"], line["notices"][0]["code"]) == (10_000, "price_changed")


def test_what_a_member_reads_is_in_no_cache() -> None:
    """Case 12: a member's answers are private and carry no ETag; a stranger with any tag of theirs gets 200 and the public price."""
    product, variant = _product()
    path, subject = f"/v1/products/{product}", str(uuid.uuid4())
    with_level(subject, "gold")
    member, stranger = Client(catalog_app, bearer(subject=subject)), Client(catalog_app)
    before = stranger.get(path)
    assert (before.headers["cache-control"].split(",")[0], before.headers["vary"]) == ("public", "Accept-Language")
    lists(GOLD)
    asks(variant, gold=8_000)
    price_lists.forget()
    for own, data in ((path, "variants"), (f"{path}/variants", "data")):
        seen = member.get(own)
        assert (seen.json[data][0]["price"]["amount"], seen.headers["cache-control"]) == (8_000, "private, no-store")
        public = stranger.get(own, **{"if-none-match": seen.headers.get("etag", '"x"')})
        assert (public.status, public.json[data][0]["price"]["amount"]) == (200, 10_000)
        assert public.headers["vary"] == "Authorization, X-Api-Key, Accept-Language"
        assert stranger.get(own, **{"if-none-match": public.headers["etag"]}).status == 304
        assert member.get(own, **{"if-none-match": public.headers["etag"]}).json[data][0]["price"]["amount"] == 8_000


def test_a_group_that_staff_made_and_a_discount_that_is_lower() -> None:
    """A running discount of the catalogue that is lower applies for members too; when it is over, their list does."""
    product, variant = _product()
    lists(TRADE)
    asks(variant, trade=8_000)
    subject = str(uuid.uuid4())
    in_groups(subject, "trade")
    client = Client(catalog_app, bearer(subject=subject))
    body = {"kind": "discount", "variant_ids": [variant], "price": {"amount": 7_000, "currency": "CNY"}, "label": {"en": "Sale"}}
    body |= {"starts_at": "2030-01-01T00:00:00Z", "ends_at": "2030-01-02T00:00:00Z"}
    made = Client(catalog_app, bearer("owner")).post(f"/v1/admin/products/{product}/scheduled_prices", body)
    assert made.status == 201, made.text
    for day, expected in ((1, (7_000, None)), (2, (8_000, "trade"))):
        with clock.frozen(NOON.replace(year=2030, month=1, day=day)):
            told = client.get(f"/v1/products/{product}").json["variants"][0]
            assert (told["price"]["amount"], told["price_list"]) == expected
            assert _line(a_customer(subject).add(variant).json) == expected


def test_a_list_is_for_a_time_a_market_and_a_channel() -> None:
    """X15: what overlaps is decided by the same order in every page; each list ends by the clock alone."""
    product, variant = _product()
    markets = {"markets": [{"code": "eu", "name": "EU", "countries": ["DE"], "currency": "CNY"}]}
    assert Client(orders_app, bearer("owner")).put("/v1/admin/markets", markets).status == 200
    plain = {"currency": "CNY", "name": "List"}
    told = lists(
        plain | {"code": "day", "starts_at": "2030-11-11T00:00:00Z", "ends_at": "2030-11-12T00:00:00Z"},
        plain | {"code": "eu", "markets": ["eu"], "priority": 1},
        plain | {"code": "always"},
        plain | {"code": "kiosk", "channels": ["kiosk"], "priority": 5},
        plain | {"code": "off", "enabled": False, "priority": 9},
    )
    assert told.json["price_lists"][0]["starts_at"].startswith("2030-11-11T00:00:00")
    asks(variant, day=9_000, eu=12_000, always=9_500, kiosk=1, off=1)
    shopper, found = Client(catalog_app), []
    for day, country in ((10, "CN"), (11, "CN"), (11, "DE"), (12, "CN"), (12, "DE")):
        with clock.frozen(NOON.replace(year=2030, month=11, day=day, hour=0)):
            one = shopper.get(f"/v1/products/{product}?country={country}").json["variants"][0]
            found.append((one["price"]["amount"], one["price_list"]))
    assert found == [(9_500, "always"), (9_000, "day"), (12_000, "eu"), (9_500, "always"), (12_000, "eu")]


def test_a_list_that_is_given_another_currency_has_no_price_in_it_until_they_are_set() -> None:
    """X15: 80.00 in one currency is not 8,000 in another one, nor that of a list which is taken out and made anew by the same code."""
    euros = [{"price": {"amount": 1_500, "currency": "EUR"}}]
    variant = published(variants=[{"sku": f"SKU-{uuid.uuid4()}", "price": CNY_100, "prices": euros}])["variants"][0]["id"]
    lists(TRADE | {"groups": []})
    assert asks(variant, trade=8_000).json["currencies"] == {"trade": "CNY"}
    yuan, buyer = a_guest(), a_guest(currency="EUR")
    assert _line(yuan.add(variant).json) == (8_000, "trade")
    for step in ([TRADE | {"groups": [], "currency": "EUR"}], [], [TRADE | {"groups": [], "currency": "EUR"}]):
        lists(*step)
        assert _line(buyer.client.get(buyer.cart).json if step == [] else buyer.add(variant).json) == (1_500, None)
        assert _line(yuan.client.get(yuan.cart).json) == (10_000, None)
    asks(variant, trade=1_200)
    assert _line(buyer.client.get(buyer.cart).json) == (1_200, "trade")


def test_a_shop_without_lists_asks_no_more_and_one_with_them_places_in_three() -> None:
    """X15: a page is one request and an order three; with lists a page is one more, two for somebody in groups; an order is still three."""
    product, variant = _product()
    buyer = a_customer()
    buyer.add(variant)
    buyer.ready()
    path, member = f"/v1/products/{product}", Client(catalog_app, buyer.client.headers)
    for client in (Client(catalog_app), member):
        client.get(path)
        with counted() as calls:
            assert client.get(path).status == 200
        assert sum(calls.values()) == 1
    price_lists.forget()
    with counted() as calls:
        assert buyer.place().status == 201
    assert dict(calls) == {"GetItem": 1, "BatchGetItem": 1, "TransactWriteItems": 1}
    lists(GOLD)
    asks(variant, gold=8_000)
    Client(catalog_app).get(path)
    for client, requests in ((Client(catalog_app), 2), (member, 3)):
        with counted() as calls:
            assert client.get(path).status == 200
        assert sum(calls.values()) == requests
    other = a_customer()
    other.add(variant)
    other.ready()
    with counted() as calls:
        assert other.place().status == 201
    assert dict(calls) == {"GetItem": 1, "BatchGetItem": 1, "TransactWriteItems": 1}
    last = a_customer()
    last.add(variant)
    last.ready()
    price_lists.forget()
    with counted() as calls:
        assert last.place().status == 201
    assert sum(calls.values()) <= 5
