"""B05, B06: what goes with a product, what somebody may like, and how often it is clicked."""

from __future__ import annotations

import uuid
from datetime import timedelta
from itertools import permutations

import pytest

from functions.orders.app import apply_payments
from functions.privacy import Consent, Purpose, Source, note_consents
from functions.recommendations.curating import choose as choosing
from functions.recommendations.store.records import CURATED_SK, CuratedRecord, product_pk
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.ids import customer_id
from tests.integration.catalog.searching.support import counted_calls
from tests.integration.catalog.support import follow_stock, made, published, shopper, staff
from tests.integration.loyalty.shop import heard_all
from tests.integration.orders.buyer import captured
from tests.integration.promotions.shop import a_cart
from tests.integration.recommendations.shop import client, ids_of, night, products, reasons_of, rows_of, tell_order
from tests.integration.reports.lake.visits import NOON, an_event, tell
from tests.support.identity import bearer
from tests.support.races import in_between

SHELF = "/v1/recommendations"


def agrees(subject: str, given: bool = True) -> None:
    said = Consent(Purpose.PERSONALISATION, given, "v1", Source.ACCOUNT, times.iso(clock.now()))
    note_consents(customer_id(subject), [said], actor=SYSTEM, remember=lambda _: [])


def test_pairs_are_those_of_the_orders() -> None:
    """B06: curated first, then bought together by lift, counted from the orders of 90 days in plain Python; then what sells best."""
    tea, pot, cup, board, old = products(5)
    baskets = [[tea, pot], [tea, pot, cup], [tea, cup], [tea, cup], [tea], [cup], [board, pot], [board]]
    for place, basket in enumerate(baskets):
        tell_order(basket, days_ago=place)
    for _ in range(3):
        tell_order([tea, old], cancelled=True)
        tell_order([tea, old], days_ago=91)
    night()
    rows = rows_of(client().get(f"/v1/products/{tea}/related"))
    both = {other: sum({tea, other} <= set(one) for one in baskets) for other in (pot, cup, board)}
    many = {name: sum(name in one for one in baskets) for name in (tea, pot, cup)}
    lifts = {other: both[other] * len(baskets) / (many[tea] * many[other]) for other in (pot, cup)}
    together = [(row["product"]["id"], row["orders"], row["lift"]) for row in rows if row["reason"] == "bought_together"]
    assert together == [(other, both[other], round(lifts[other], 4)) for other in sorted(lifts, key=lambda one: -lifts[one])]
    assert old not in [row["product"]["id"] for row in rows]
    assert rows[-1]["product"]["id"] == board
    assert rows[-1]["reason"] == "best_seller"
    put = client(bearer("catalog_editor")).put(f"/v1/admin/related_products/{tea}", {"product_ids": [old, pot]}, **{"if-match": "0"})
    assert put.status == 200, put.text
    answer = client().get(f"/v1/products/{tea}/related")
    assert ids_of(answer) == [old, pot, cup, board]
    assert reasons_of(answer)[:3] == ["curated", "curated", "bought_together"]
    assert tea not in ids_of(answer)


def test_a_night_again_says_the_same_and_one_without_orders_forgets() -> None:
    tea, pot = products(2)
    for _ in range(2):
        tell_order([tea, pot])
    night()
    first = client().get(f"/v1/products/{tea}/related").json
    night(NOON + timedelta(hours=1))
    assert client().get(f"/v1/products/{tea}/related").json == first
    assert first["data"][0]["reason"] == "bought_together"
    night(NOON + timedelta(days=100))
    assert client().get(f"/v1/products/{tea}/related").json["data"] == []


def test_what_cannot_be_bought_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """B05, B06: sold out, taken off, sold in another currency."""
    tea, gone, out, pot = products(4)
    for _ in range(2):
        tell_order([tea, gone, out, pot])
    night()
    assert set(ids_of(client().get(f"/v1/products/{tea}/related"))) == {gone, out, pot}
    made(staff().post(f"/v1/admin/products/{gone}/unpublish"))
    variant = shopper().get(f"/v1/products/{out}").json["variants"][0]["id"]
    made(staff().post(f"/v1/admin/stock/{variant}/adjust", {"delta": -100, "reason": "gone"}))
    follow_stock()
    assert ids_of(client().get(f"/v1/products/{tea}/related")) == [pot]
    assert ids_of(client().get(f"/v1/products/{tea}/related?currency=EUR")) == []
    assert client().get(f"/v1/products/{gone}/related").status == 404
    assert client().get("/v1/products/prod_no/related").status == 404
    with counted_calls(monkeypatch) as calls:
        client().get(f"/v1/products/{tea}/related")
    assert calls == ["dynamodb:BatchGetItem"] * 2


def test_what_somebody_bought_decides_with_their_consent_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """B05: not what they bought, another list than the anonymous one, a reason for each; at once after the payment."""
    bought = published()
    tea, mate, pot, cup = bought["id"], *products(3)
    for number in range(12):
        tell_order([tea, pot, f"prod_{number}"], customer=f"cus_{number}")
        tell_order([mate, cup])
    night()
    subject = str(uuid.uuid4())
    me = client(bearer(subject=subject))
    anonymous = ids_of(client().get(SHELF))
    assert set(anonymous) == {tea, mate, pot, cup}
    assert set(reasons_of(client().get(SHELF))) == {"best_seller"}
    order = a_cart(subject=subject, variant=bought["variants"][0]["id"]).place().json
    heard_all(apply_payments, [captured(order)])
    assert ids_of(me.get(SHELF)) == anonymous
    assert me.get(SHELF).json["personal"] is False
    agrees(subject)
    with counted_calls(monkeypatch) as calls:
        answer = me.get(SHELF)
    assert len(calls) <= 4
    rows = rows_of(answer)
    assert (rows[0]["product"]["id"], rows[0]["reason"], rows[0]["because"]) == (pot, "because_bought", tea)
    assert tea not in ids_of(answer)
    assert ids_of(answer) != anonymous
    with clock.frozen(NOON + timedelta(days=31)):
        assert tea in ids_of(client(bearer(subject=subject)).get(SHELF))
    agrees(subject, given=False)
    assert ids_of(me.get(SHELF)) == anonymous
    assert ids_of(me.get(f"{SHELF}?viewed={tea}")) == anonymous, "a no counts for what the browser says, too"


def test_a_guest_says_what_they_looked_at() -> None:
    tea, pot, mate = products(3)
    for number in range(10):
        visit = [an_event(10 * number + place, "product.viewed", NOON, f"s-{number}", f"a-{number}", product_id=name)
                 for place, name in enumerate((tea, pot))]  # fmt: skip
        tell(visit)
        tell_order([mate])
        tell([an_event(1000 + number, "product.viewed", NOON, f"s-m{number}", f"a-m{number}", product_id=mate)])
        tell([an_event(2000 + number, "product.viewed", NOON, f"s-m{number}", f"a-m{number}", product_id=f"prod_{number}")])
    night()
    rows = rows_of(client().get(f"{SHELF}?viewed={tea}"))
    assert {row["product"]["id"]: row["reason"] for row in rows} == {pot: "because_viewed", mate: "best_seller"}
    assert ids_of(client().get(f"{SHELF}?type=best_sellers")) == [mate]
    assert ids_of(client().get(f"{SHELF}?type=best_sellers&viewed={tea}")) == [mate]


@pytest.mark.parametrize("query", ["type=x", "limit=0", "limit=25", "viewed=x", "&".join(["viewed=prod_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"] * 21)])
def test_bad_questions_are_told(query: str) -> None:
    assert client().get(f"{SHELF}?{query}").status == 422


def test_a_shop_without_a_night_has_empty_lists() -> None:
    (tea,) = products(1)
    assert ids_of(client().get(SHELF)) == []
    assert ids_of(client().get(f"/v1/products/{tea}/related")) == []
    night()
    assert ids_of(client().get(SHELF)) == []


def test_what_staff_choose_is_checked() -> None:
    tea, pot = products(2)
    editor, path = client(bearer("catalog_editor")), f"/v1/admin/related_products/{tea}"
    unknown = "prod_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"
    wrong = editor.put(path, {"product_ids": [pot, pot, tea, unknown]})
    assert (wrong.status, [one["code"] for one in wrong.json["errors"]]) == (422, ["twice", "itself", "unknown_product"])
    assert editor.get(path).json == {"product_ids": [], "version": 0}
    assert editor.put(path, {"product_ids": [pot]}, **{"if-match": "3"}).status == 409
    assert editor.put(f"/v1/admin/related_products/{unknown}", {"product_ids": []}).status == 404
    assert client(bearer("analyst")).put(path, {"product_ids": []}).status == 403
    assert editor.put(path, {"product_ids": [pot]}, **{"if-match": "0"}).json == {"product_ids": [pot], "version": 1}


def test_two_who_choose_at_once_overwrite_nobody_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    tea, pot, cup = products(3)
    editor, path = client(bearer("catalog_editor")), f"/v1/admin/related_products/{tea}"
    other = CuratedRecord(product_pk(tea), CURATED_SK, kind="curated", body=f'["{cup}"]', version=1)
    in_between(monkeypatch, choosing, "_stored", other.save)
    assert editor.put(path, {"product_ids": [pot]}, **{"if-match": "0"}).status == 409
    assert editor.get(path).json == {"product_ids": [cup], "version": 1}


def test_clicks_are_those_of_the_visits() -> None:
    tea, pot = products(2)
    page = "/recommendations/related"
    tell([an_event(n, "page.viewed", NOON, f"s-{n}", f"a-{n}", path=page) for n in range(4)])
    tell([an_event(10, "page.viewed", NOON, "s-0", "a-0", path="/recommendations/for_you")])
    tell([an_event(11, "page.viewed", NOON, "s-0", "a-0")])
    tell([an_event(20 + n, "product.clicked", NOON, f"s-{n}", f"a-{n}", product_id=pot, path=page) for n in range(2)])
    tell([an_event(30, "page.viewed", NOON, "s-9", "a-9", path=page)], agent="Googlebot")
    bought = tell_order([pot], days_ago=0)
    tell_order([tea], days_ago=0)
    tell([an_event(40, "order.sent", NOON, "s-0", "a-0", order_id=bought)])
    for _ in range(2):
        night()
    answer = client(bearer("analyst")).get("/v1/admin/recommendation_clicks?from=2026-03-01&to=2026-03-10")
    assert rows_of(answer) == [
        {"day": "2026-03-10", "list": "for_you", "shown": 1, "clicked": 0, "bought": 0, "click_rate": 0.0},
        {"day": "2026-03-10", "list": "related", "shown": 4, "clicked": 2, "bought": 1, "click_rate": 0.5},
    ]
    assert rows_of(client(bearer("analyst")).get("/v1/admin/recommendation_clicks?from=2026-03-01&to=2026-03-09")) == []
    for wrong in ("from=2026-03-02&to=2026-03-01", "from=2020-01-01&to=2026-03-01", "from=x&to=y"):
        assert client(bearer("analyst")).get(f"/v1/admin/recommendation_clicks?{wrong}").status == 422


def test_a_gold_basket_is_counted_once_for_each_pair() -> None:
    """Two lines of one product (two sizes) are one product."""
    tea, pot = products(2)
    for _ in range(2):
        tell_order([tea, tea, pot])
    night()
    for one, other in permutations((tea, pot)):
        (row,) = rows_of(client().get(f"/v1/products/{one}/related"))
        assert (row["product"]["id"], row["orders"], row["lift"]) == (other, 2, 1.0)
