"""D09, X17, case 20: an amended order keeps what was agreed, adds up to the minor unit, and there and back again changes nothing."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from functions.orders.model.amendments.amend import Terms, agreed_lines, amended
from functions.orders.model.order import DeliveryOption, Order, OrderLine
from functions.orders.model.pricing import Breakdown, Discount, Item, price
from functions.orders.model.tax import Rounding, TaxRate, TaxSettings, taxes
from functions.shared.events.contracts.orders import CouponUse
from functions.shared.places import place_of
from functions.shared.plain.postal_address import Address

HERE = Address("Ada", "+4930123456", "ada@example.com", "DE", "", "Berlin", "", "Torstr. 1", "10119")
THERE = replace(HERE, country="US", province="NY", city="New York", postal_code="10001")
RATES = [TaxRate("de", "VAT", "0.19", "DE"), TaxRate("ny", "State", "0.08875", "US", "NY"), TaxRate("us", "Federal", "0.01", "US")]


def rules(included: bool, rounding: Rounding) -> TaxSettings:
    return TaxSettings(frozenset({"DE"} if included else ()), rounding)


def a_line(number: int, unit_price: int, quantity: int) -> OrderLine:
    whole = unit_price * quantity
    return OrderLine(
        f"line_{number}",
        f"var_{number}",
        "prod_1",
        "SKU",
        {"en": "Mug"},
        {"c": "w"},
        "i",
        None,
        quantity,
        unit_price,
        None,
        whole,
        0,
        0,
        whole,
    )


def an_order(lines: list[OrderLine], discounts: list[Discount], fee: int, said: TaxSettings) -> Order:
    def promoted(_lines: object, _fee: int) -> list[Discount]:
        return discounts

    items = [Item(line.line_id, line.quantity, line.unit_price) for line in lines]
    found: Breakdown = price(items, fee, currency="EUR", promotions=promoted, taxes=taxes(RATES, said, place_of(HERE), {}))
    priced = [
        replace(line, subtotal=one.subtotal, discount=one.discount, tax=one.tax, total=one.total)
        for line, one in zip(lines, found.lines, strict=True)
    ]
    off = -sum(part.amount for part in found.parts if part.kind == "discount")
    return Order(
        "ord_1", "1", None, "web", "en", "EUR", priced, found.totals, HERE, DeliveryOption("standard", "c", "s", fee, "2026-12-01"),
        "2026-11-26T00:00:00.000Z", "2026-11-26T00:30:00.000Z", parts=list(found.parts), coupons=[CouponUse("cpn_1", off)] if off else [],
    )  # fmt: skip


def adds_up(order: Order) -> None:
    totals = order.totals
    for line in order.lines:
        assert line.subtotal == line.unit_price * line.quantity
        assert line.subtotal - line.discount + line.tax == line.total
        assert 0 <= line.discount <= line.subtotal
        assert line.quantity > 0
    assert totals.subtotal == sum(line.subtotal for line in order.lines)
    assert totals.discount == sum(line.discount for line in order.lines)
    assert totals.subtotal - totals.discount + totals.shipping + totals.tax == totals.total
    by_kind = {kind: sum(part.amount for part in order.parts if part.kind == kind) for kind in ("discount", "shipping", "tax")}
    assert (by_kind["discount"], by_kind["shipping"]) == (-(totals.discount + order.delivery.fee - totals.shipping), order.delivery.fee)
    assert by_kind["tax"] == totals.tax
    for line in order.lines:
        assert line.tax == sum(part.amount for part in order.parts if part.kind == "tax" and part.line_id == line.line_id)
    known = {line.line_id for line in order.lines}
    assert all(part.line_id is None or part.line_id in known for part in order.parts)


def stays(order: Order) -> Terms:
    return Terms(order.address, order.delivery)


lines = st.lists(st.tuples(st.integers(0, 99_999), st.integers(1, 9)), min_size=1, max_size=6)
discounts = st.lists(st.tuples(st.integers(1, 60_000), st.booleans()), max_size=3)


@given(
    lines, discounts, st.integers(0, 2000), st.booleans(), st.sampled_from(Rounding),
    st.lists(st.dictionaries(st.integers(0, 5), st.integers(0, 9)), max_size=6),
)  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_there_and_back_again(
    bought: list[tuple[int, int]],
    off: list[tuple[int, bool]],
    fee: int,
    included: bool,
    rounding: Rounding,
    steps: list[dict[int, int]],
) -> None:
    """Whatever the way: the same pieces are the same order."""
    reductions = [Discount(f"d{i}", "", amount, off_shipping=to_fee) for i, (amount, to_fee) in enumerate(off)]
    first = an_order([a_line(i, *one) for i, one in enumerate(bought)], reductions, fee, rules(included, rounding))
    adds_up(first)
    agreed, order = agreed_lines(first), first
    for step in steps:
        wanted = {f"line_{i}": min(count, bought[i][1]) for i, count in step.items() if i < len(bought)}
        straight = {line.line_id: line.quantity for line in order.lines}
        after = amended(order, wanted, stays(order))
        adds_up(after)
        assert agreed_lines(after) == agreed
        everything = dict.fromkeys(agreed, 0) | straight | wanted
        at_once = amended(first, everything, stays(first))
        assert (after.totals, sorted(map(repr, after.lines))) == (at_once.totals, sorted(map(repr, at_once.lines)))
        assert 0 <= after.totals.total <= first.totals.total
        order = after
    back = amended(order, {name: line.quantity for name, line in agreed.items()}, stays(order))
    assert (back.totals, back.coupons, back.agreed) == (first.totals, first.coupons, None)
    assert sorted(map(repr, back.lines)) == sorted(map(repr, first.lines))
    assert sorted(map(repr, back.parts)) == sorted(map(repr, first.parts))


@given(lines, st.booleans(), st.sampled_from(Rounding), st.integers(0, 3000), st.integers(0, 9))
@settings(max_examples=150, deadline=None)
def test_elsewhere_and_back(bought: list[tuple[int, int]], included: bool, rounding: Rounding, fee: int, pieces: int) -> None:
    """Taxes of another country on all of it, whatever was taken out before; new lines bear today's tax alone."""
    said = rules(included, rounding)
    first = an_order([a_line(i, *one) for i, one in enumerate(bought)], [Discount("d", "", 500)], 900, said)
    away = taxes(RATES, said, place_of(THERE), {})
    less = amended(first, {"line_0": min(pieces, bought[0][1])}, stays(first))
    delivery = replace(first.delivery, fee=fee)
    there = amended(less, {}, Terms(THERE, delivery, [a_line(90, 1234, 2)], away, is_elsewhere=True))
    adds_up(there)
    assert (there.address, there.delivery.fee) == (THERE, fee)
    assert not any(part.kind == "tax_included" for part in there.parts)
    home = amended(there, {"line_90": 0}, Terms(HERE, first.delivery, (), taxes(RATES, said, place_of(HERE), {}), is_elsewhere=True))
    adds_up(home)
    assert home.totals.subtotal == less.totals.subtotal
    if not less.agreed:
        assert (home.totals.total, home.totals.tax) == (less.totals.total, less.totals.tax)


def test_the_case_of_the_ended_campaign() -> None:
    """Case 20: 2 × 50.00 less 10 %, paid 90.00. A new street: 0.00. B for 30.00 besides: 120.00. One A less: 45.00."""
    order = an_order([a_line(1, 5000, 2)], [Discount("ten", "", 1000)], 0, TaxSettings(frozenset({"DE"})))
    street = amended(order, {}, replace(stays(order), address=replace(HERE, street="Torstr. 2")))
    assert (street.totals, street.parts) == (order.totals, order.parts)
    more = amended(order, {}, replace(stays(order), added=[a_line(2, 3000, 1)]))
    assert (more.totals.total, more.lines[0].total) == (12_000, 9_000)
    less = amended(order, {"line_1": 1}, stays(order))
    assert (less.totals.total, less.totals.discount, less.coupons) == (4_500, 500, [CouponUse("cpn_1", 500)])


def test_free_delivery_stays_free() -> None:
    """What a campaign took off the fee is taken off a dearer one, too; less goods do not make delivery cost something."""
    order = an_order([a_line(1, 5000, 2), a_line(2, 100, 1)], [Discount("free", "", 700, off_shipping=True)], 700, TaxSettings())
    assert amended(order, {"line_1": 0}, stays(order)).totals.total == 100
    far = amended(order, {}, replace(stays(order), delivery=replace(order.delivery, fee=1500)))
    assert (far.totals.shipping, [part.amount for part in far.parts if part.kind == "discount"]) == (800, [-700])


def test_orders_of_before_their_parts_were_kept() -> None:
    order = an_order([a_line(1, 999, 3)], [], 500, rules(False, Rounding.LINE))
    old = replace(order, parts=[])
    less = amended(old, {"line_1": 1}, stays(old))
    assert less.parts == []
    assert (less.lines[0].total, less.totals.shipping) == (999 + order.lines[0].tax // 3, 500)
    assert less.totals.total == less.lines[0].total + 500 + (order.totals.tax - order.lines[0].tax)
    assert amended(less, {"line_1": 3}, stays(less)).totals == order.totals


def test_what_a_line_is_called_is_kept_once() -> None:
    order = an_order([a_line(1, 5000, 3), a_line(2, 100, 1)], [], 0, TaxSettings())
    less = amended(order, {"line_1": 2, "line_2": 0}, stays(order))
    assert less.agreed
    assert [line.title for line in less.agreed.lines] == [{}, {"en": "Mug"}]
    assert agreed_lines(less) == agreed_lines(order)
