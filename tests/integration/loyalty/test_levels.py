"""I10, I11, I12: levels from payment to the night that takes them, and what is for their members alone, at the real handlers."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from functions.loyalty.levels import count_order
from functions.loyalty.store.records import LoyaltyTable
from functions.orders.app import app as orders_app
from functions.orders.carts import promoted
from functions.orders.store.people.bodies import cart_of
from functions.orders.store.records import CART_SK, CartRecord, OrdersTable, cart_pk
from functions.shared.outside import clock, fresh
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import dump
from functions.shared.sealing import KEY_SK, KeyRecord, key_pk
from tests.integration.loyalty.shop import customer_of, hear, owner_of, paid, refunded, staff, swept
from tests.integration.loyalty.tenders import known
from tests.integration.orders.buyer import Buyer
from tests.integration.promotions.shop import NOON, a_cart, launched
from tests.support.events import events_in
from tests.support.http import Answer, Client
from tests.support.races import in_between

LEVELS: list[dict[str, Any]] = [
    {"code": "silver", "name": {"zh": "银卡", "en": "Silver"}, "begins": 5000, "keeps": 5000},
    {"code": "gold", "name": {"zh": "金卡 🥇", "en": "Gold"}, "begins": 20000, "keeps": 15000},
]
SPEND = {
    "enabled": True,
    "counted": [{"currency": "CNY", "points": 1, "amount": 1}],
    "window_days": 30,
    "keep_days": 0,
    "levels": LEVELS,
}


def levels(**fields: Any) -> Answer:
    version = staff().get("/v1/admin/member_levels").json["version"]
    return staff().put("/v1/admin/member_levels", SPEND | fields, **{"if-match": str(version)})


def level_of(subject: str) -> str | None:
    told = owner_of(subject).get("/v1/me/level").json
    return str(told["level"]["code"]) if told["level"] else None


def gave(subject: str, level: str | None, days: int = 10) -> Answer:
    body = {"level": level, "until": times.iso(clock.now() + timedelta(days=days)), "reason": "friend"}
    return staff().post(f"/v1/admin/members/{customer_of(subject)}/level/give", body)


def test_a_level_follows_spend_up_at_once_and_down_by_night() -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        assert levels().status == 200
        order = paid(a_cart(subject=subject, price=10_000, quantity=2).place().json, "pay_1")
        hear(*events_in(OrdersTable, "order.paid"))
        told = owner_of(subject).get("/v1/me/level").json
        assert (told["level"]["code"], told["value"], told["next"]) == ("gold", 20_000, None)
        # The next order is placed at it, and keeps it.
        second = a_cart(subject=subject, price=3000).place().json
        assert second["member_level"] == "gold"
        hear(refunded(order, "ref_1", 1, 10_000))
        assert level_of(subject) == "gold"
    with clock.frozen(NOON + timedelta(hours=12, minutes=1)):
        swept()
        swept()
        assert level_of(subject) == "silver"
        told = owner_of(subject).get("/v1/me/level").json
        assert (told["value"], told["next"]["code"], told["next"]["missing"]) == (10_000, "gold", 10_000)
        assert Client(orders_app, owner_of(subject).headers).get(f"/v1/orders/{second['id']}").json["member_level"] == "gold"
    with clock.frozen(NOON + timedelta(days=30, hours=-13)):
        swept()
        assert level_of(subject) == "silver"
    with clock.frozen(NOON + timedelta(days=30, hours=-12)):
        swept()
        assert level_of(subject) is None
        moves = owner_of(subject).get("/v1/me/level/moves").json["data"]
        assert [(one["before"], one["level"], one["why"]) for one in moves] == [
            ("silver", None, "dropped"), ("gold", "silver", "dropped"), (None, "gold", "reached"),
        ]  # fmt: skip
        assert [(one.type, one.data["level"]) for one in sorted(_told(), key=lambda one: one.occurred_at)] == [
            ("level.raised", "gold"), ("level.dropped", "silver"), ("level.dropped", ""),
        ]  # fmt: skip


def test_an_order_that_goes_back_whole_counts_for_none_and_a_changed_programme_recounts_nothing() -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        levels(counted=[{"currency": "CNY", "points": 1, "amount": 100}])  # growth
        order = paid(a_cart(subject=subject, price=9990).place().json, "pay_1")
        levels(counted=[{"currency": "CNY", "points": 100, "amount": 1}])
        hear(*events_in(OrdersTable, "order.paid"))
        assert owner_of(subject).get("/v1/me/level").json["value"] == 99
        hear(refunded(order, "ref_1", 1, 9990, fully=True))
        assert owner_of(subject).get("/v1/me/level").json["value"] == 0


def test_two_orders_of_a_member_at_the_same_moment_both_count(monkeypatch: pytest.MonkeyPatch) -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        levels()
        first, second = (a_cart(subject=subject, price=price).place().json for price in (3000, 4000))
        in_between(monkeypatch, count_order, "member_of", lambda: paid(second, "pay_2"))
        paid(first, "pay_1")
        assert (owner_of(subject).get("/v1/me/level").json["value"], level_of(subject)) == (7000, "silver")
        assert len(_told()) == 1


def test_one_order_that_is_told_of_twice_at_once_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        levels()
        order = a_cart(subject=subject, price=3000).place().json
        in_between(monkeypatch, count_order, "counted_of", lambda: hear(*events_in(OrdersTable, "order.paid")))
        paid(order, "pay_1")
        assert owner_of(subject).get("/v1/me/level").json["value"] == 3000


def test_what_is_for_gold_is_for_gold_alone_also_with_their_cart() -> None:
    """I11: a member's cart in other hands, opened by a token or copied, shows and takes none of it."""
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        levels()
        customer = known(subject)
        assert gave(subject, "gold").json["level"]["code"] == "gold"
        launched(audience={"groups": ["level:gold"]})
        cart = a_cart(subject=subject)
        seen = cart.preview()
        assert seen["totals"]["discount"]["amount"] == 1000
        stranger = _in_other_hands(cart)
        shown = stranger.preview()
        assert (shown["totals"]["discount"]["amount"], "减十元" in str(shown), "Ten off" in str(shown)) == (0, False, False)
        assert stranger.place(seen["preview_hash"]).json["code"] == "preview_changed"
        other = Buyer(Client(orders_app, owner_of(str(uuid.uuid4())).headers | stranger.client.headers), stranger.cart_id)
        assert other.preview()["totals"]["discount"]["amount"] == 0
        placed = cart.place(seen["preview_hash"])
        assert (placed.status, placed.json["member_level"], placed.json["customer_id"]) == (201, "gold", customer)


def test_a_level_that_ends_during_checkout_is_told_before_anything_is_placed() -> None:
    """Who was shown a price of Gold and is none any more gets 409 with the price of now; without a price that was agreed, that price."""
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        levels()
        known(subject)
        gave(subject, "gold")
        launched(audience={"groups": ["level:gold"]})
        cart = a_cart(subject=subject)
        seen = cart.preview()
        assert staff().post(f"/v1/admin/members/{customer_of(subject)}/level/end", {"reason": "moved"}).json["level"] is None
        late = cart.place(seen["preview_hash"])
        assert (late.status, late.json["code"], late.json["preview"]["totals"]["discount"]["amount"]) == (409, "preview_changed", 0)
        placed = cart.place(late.json["preview"]["preview_hash"])
        assert (placed.status, placed.json["member_level"], placed.json["totals"]["discount"]["amount"]) == (201, None, 0)


def test_a_level_that_changes_after_it_was_read_counts_for_the_next_order(monkeypatch: pytest.MonkeyPatch) -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        levels()
        known(subject)
        gave(subject, "gold")
        cart, next_one = a_cart(subject=subject), a_cart(subject=subject)
        in_between(monkeypatch, promoted, "level_in", lambda: gave(subject, None))
        assert cart.place().json["member_level"] == "gold"
        assert next_one.place().json["member_level"] is None


def test_bad_levels_are_refused() -> None:
    silver, gold = LEVELS
    for wrong in ([gold, silver], [silver, silver], [silver | {"keeps": 5001}], [silver | {"code": "Ä"}], [silver | {"begins": 0}]):
        assert levels(levels=wrong).status == 422
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        assert gave(subject, "gold").status == 404
        known(subject)
        assert gave(subject, "gold").json["errors"][0]["code"] == "unknown_level"
        levels()
        assert gave(subject, "gold", days=0).json["errors"][0]["code"] == "over_already"


def test_nothing_is_counted_for_who_is_erased() -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        levels()
        order = a_cart(subject=subject, price=10_000).place().json
        KeyRecord(pk=key_pk(customer_of(subject)), sk=KEY_SK, kind="key", erased_at=times.iso(NOON)).save()
        paid(order, "pay_1")
        assert list(LoyaltyTable.scan(LoyaltyTable.kind.is_in("member", "level_move"))) == []


def _in_other_hands(cart: Buyer) -> Buyer:
    """The very cart of a member, with a token that opens it."""
    original, token = cart_of(CartRecord.get(cart_pk(cart.cart_id), CART_SK)), fresh.new_token()
    record = CartRecord.get(cart_pk(cart.cart_id), CART_SK)
    copy_id = fresh.new_id("cart")
    CartRecord(
        pk=cart_pk(copy_id), sk=CART_SK, kind="cart", body=dump(original).replace(original.id, copy_id), ttl=record.ttl,
        token_hash=ids.token_hash(token), status="open",
    ).save()  # fmt: skip
    return Buyer(Client(orders_app, {"x-cart-token": token}), copy_id)


def _told() -> list[Any]:
    return [*events_in(LoyaltyTable, "level.raised"), *events_in(LoyaltyTable, "level.dropped")]
