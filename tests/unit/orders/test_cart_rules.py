"""What can be done with a cart, without storage, catalogue or time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from functions.orders.carts.terms.steps import missing_for_order
from functions.orders.model.cart import Cart, CartLine, add_line, remove_line, set_quantity
from functions.orders.model.default_rules import built_in
from functions.orders.model.delivery import delivery_options
from functions.orders.model.shipping_rates import Parcel
from functions.orders.model.shop_rules import WorkDays
from functions.orders.model.states import TRANSITIONS, Status
from functions.shared.plain.errors import IllegalTransition, Invalid, NotFound
from functions.shared.plain.postal_address import Address
from functions.shared.plain.state import advance


def a_line(n: int = 1, quantity: int = 1) -> CartLine:
    return CartLine(f"line_{n}", f"var_{n}", "prod_1", "SKU", {"zh": "杯子"}, {}, None, quantity, 100)


def test_a_variant_has_one_line_which_keeps_its_id_and_takes_the_newer_price() -> None:
    cart = add_line(Cart("cart_1", "CNY", lines=[a_line(1, 2)]), CartLine("line_new", "var_1", "prod_1", "SKU", {}, {}, None, 3, 120))
    assert [(x.line_id, x.quantity, x.unit_price) for x in cart.lines] == [("line_1", 5, 120)]


def test_limits_hold_and_leave_the_cart_as_it_was() -> None:
    full = Cart("cart_1", "CNY", lines=[a_line(n) for n in range(90)])
    assert len(add_line(full, a_line(5)).lines) == 90
    with pytest.raises(Invalid, match="at most 90 lines"):
        add_line(full, a_line(100))
    with pytest.raises(Invalid, match="998 are in the cart"):
        add_line(Cart("cart_1", "CNY", lines=[a_line(1, 998)]), a_line(1, 2))


def test_a_line_that_is_not_there_is_not_found() -> None:
    cart = Cart("cart_1", "CNY", lines=[a_line()])
    assert set_quantity(cart, "line_1", 7).lines[0].quantity == 7
    assert remove_line(cart, "line_1").lines == []
    with pytest.raises(NotFound):
        set_quantity(cart, "line_2", 1)
    with pytest.raises(NotFound):
        remove_line(cart, "line_2")


def test_missing_steps_are_named_in_their_order() -> None:
    """D03"""
    assert missing_for_order(Cart("cart_1", "CNY"), delivered=False) == ["lines", "address", "delivery_option"]


CHINA = Address("李", "1", "CN", "浙江省", "杭州市", "西湖区", "x")
ABROAD = Address("Li", "1", "US", "NY", "New York", "", "x")
NOW = datetime.fromisoformat("2025-03-10T04:00:00Z")


@pytest.mark.parametrize(
    ("currency", "goods", "near", "far"),
    [("CNY", 8799, 1000, 12_000), ("CNY", 8800, 0, 12_000), ("USD", 9000, 500, 1800), ("JPY", 9000, 600, 2500), ("SEK", 1, 500, 2000)],
)
def test_a_shop_without_rules_delivers_flat_and_in_china_free_from_88(currency: str, goods: int, near: int, far: int) -> None:
    """F05"""
    rules = built_in("SEK", "manual").shipping
    for address, fee in ((CHINA, near), (ABROAD, far)):
        (option,) = delivery_options(rules, address, Parcel(1, 1, goods), currency, now=NOW, timezone="Asia/Shanghai")
        assert (option.id, option.carrier, option.fee) == ("standard", "manual", fee)


def test_a_shop_without_rules_has_the_tax_of_china_in_its_prices() -> None:
    """X05"""
    rules = built_in("CNY", "manual").tax
    assert [(rate.rate, rate.country) for rate in rules.rates] == [("0.13", "CN")]
    assert rules.settings.included_in == {"CN"}


@pytest.mark.parametrize(
    ("now", "timezone", "promised"),
    [
        ("2025-03-10T07:59:59Z", "Asia/Shanghai", "2025-03-13"),
        ("2025-03-10T08:00:00Z", "Asia/Shanghai", "2025-03-14"),
        ("2025-03-09T06:59:59Z", "America/New_York", "2025-03-12"),  # the hour that the clock skips
        ("2025-03-30T00:59:59Z", "Europe/Berlin", "2025-04-02"),
        ("2025-10-25T22:00:00Z", "Europe/Berlin", "2025-10-29"),  # midnight before the day of 25 hours
        ("2025-09-07T04:00:00Z", "America/Santiago", "2025-09-10"),  # the midnight that does not exist there
    ],
)
def test_the_promise_counts_days_of_the_store(now: str, timezone: str, promised: str) -> None:
    """F06"""
    rules, moment = built_in("CNY", "manual").shipping, datetime.fromisoformat(now)
    (option,) = delivery_options(rules, CHINA, Parcel(1, 1, 1), "CNY", now=moment, timezone=timezone)
    assert option.promised_date == promised


def test_handling_days_and_carriers_that_are_off_count() -> None:
    """F06"""
    rules = replace(built_in("CNY", "manual").shipping, work_days=WorkDays(handling_days=2))
    (option,) = delivery_options(rules, CHINA, Parcel(1, 1, 1), "CNY", now=NOW, timezone="Asia/Shanghai")
    assert option.promised_date == "2025-03-15"
    with pytest.raises(Invalid, match="No way of delivery"):
        delivery_options(replace(rules, carriers_off=("manual",)), CHINA, Parcel(1, 1, 1), "CNY", now=NOW, timezone="UTC")


def test_only_the_listed_transitions_are_possible() -> None:
    """D07"""
    allowed = {(a, b) for a in Status for b in Status if b in TRANSITIONS[a]}
    assert allowed == {
        (Status.PENDING_PAYMENT, Status.PAID),
        (Status.PENDING_PAYMENT, Status.CANCELLED),
        (Status.PENDING_PAYMENT, Status.FULFILLING),
        (Status.PAID, Status.FULFILLING),
        (Status.PAID, Status.COMPLETED),
        (Status.PAID, Status.CANCELLED),
        (Status.FULFILLING, Status.SHIPPED),
        (Status.FULFILLING, Status.COMPLETED),
        (Status.FULFILLING, Status.CANCELLED),
        (Status.SHIPPED, Status.DELIVERED),
        (Status.DELIVERED, Status.COMPLETED),
    }
    for current, target in {(a, b) for a in Status for b in Status} - allowed:
        with pytest.raises(IllegalTransition) as refused:
            advance(TRANSITIONS, current, target)
        assert refused.value.extra["allowed"] == sorted(state.value for state in TRANSITIONS[current])
