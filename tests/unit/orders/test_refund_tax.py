"""F-A21, F-A22: the tax in refunds. Whatever goes back in which parts and order, all of it is exactly the order's tax, rate by rate."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from functions.orders.model.order import DeliveryOption, Order, OrderLine, Part, Totals, taxes_of
from functions.orders.model.order_refund import OrderRefund, RefundState
from functions.orders.model.refund_tax import RefundTax, TaxShare, refund_tax
from functions.shared.events.contracts.orders import OrderRefunded, RefundedLine, TaxSum
from functions.shared.events.envelope import Actor, Envelope
from functions.shared.events.events import data_of
from functions.shared.plain.postal_address import Address

RATES = {"VAT": "0.13", "State": "0.0625", "County": "0.01"}


def an_order(prices: list[int], taxes: list[tuple[int, str, int]], fee: int = 0, *, included: bool = True) -> Order:
    """Lines of these prices without tax; `taxes`: (line, name, amount), the fee's with line -1."""
    kind = "tax_included" if included else "tax"
    parts = [
        Part(kind, f"tax_{name}", name, amount, None if line < 0 else f"line_{line}", RATES[name], amount * 7)
        for line, name, amount in taxes
    ]

    def added(line: int) -> int:
        return 0 if included else sum(amount for at, _, amount in taxes if at == line)

    lines = [
        OrderLine(f"line_{n}", f"var_{n}", "prd_1", "SKU", {}, {}, None, None, 1, price, None, price, 0, added(n), price + added(n))
        for n, price in enumerate(prices)
    ]
    total = sum(line.total for line in lines) + fee + added(-1)
    totals = Totals(sum(prices), 0, fee, total - sum(prices) - fee, total)
    address = Address("A", "1", "CN", "", "", "", "street")
    delivery = DeliveryOption("standard", "sandbox", "standard", fee, "2026-12-01")
    return Order("ord_1", "N1", None, "web", "en", "CNY", lines, totals, address, delivery, "", "", parts=parts)


def a_refund(number: int, lines: dict[str, int], shipping: int = 0, other: int = 0) -> OrderRefund:
    told = [RefundedLine(line_id, 0, amount) for line_id, amount in lines.items()]
    total = sum(lines.values()) + shipping + other
    return OrderRefund(f"ref_{number}", "pay_1", total, "", RefundState.SUCCEEDED, lines=told, shipping=shipping, other=other)


def settled(order: Order, refunds: list[OrderRefund]) -> tuple[list[OrderRefund], list[RefundTax]]:
    """As the order learns of them, one after the other."""
    known: list[OrderRefund] = []
    told: list[RefundTax] = []
    for refund in refunds:
        told.append(refund_tax(order, refund, known))
        known.append(replace(refund, taxes=told[-1].taxes))
    return known, told


def summed(taxes: list[TaxSum]) -> dict[tuple[str, bool], tuple[int, int]]:
    sums: dict[tuple[str, bool], tuple[int, int]] = {}
    for tax in taxes:
        base, amount = sums.get((tax.name, tax.included), (0, 0))
        sums[(tax.name, tax.included)] = (base + tax.base, amount + tax.amount)
    return {name: both for name, both in sums.items() if any(both)}


def pieces(draw: st.DrawFn, amount: int) -> list[int]:
    cuts = sorted(draw(st.lists(st.integers(0, amount), max_size=3)))
    return [end - start for start, end in zip([0, *cuts], [*cuts, amount], strict=True)]


@st.composite
def whole_refunds(draw: st.DrawFn) -> tuple[Order, list[OrderRefund]]:
    """An order and refunds that give all of it back: parts of lines and of the delivery in any order, some for nothing in particular."""
    prices = draw(st.lists(st.integers(0, 10_000), min_size=1, max_size=4))
    fee, included = draw(st.integers(0, 2000)), draw(st.booleans())
    taxed = [(line, name) for line in range(-1, len(prices)) for name in RATES if draw(st.booleans())]
    of = {-1: fee, **dict(enumerate(prices))}
    order = an_order(prices, [(line, name, draw(st.integers(0, of[line] // 3))) for line, name in taxed], fee, included=included)
    whole = {line.line_id: line.total for line in order.lines}
    whole[""] = order.totals.total - sum(whole.values())
    parts = [(target, part) for target, amount in whole.items() for part in pieces(draw, amount)]
    parts = draw(st.permutations(parts))
    loose = draw(st.sets(st.integers(0, len(parts) - 1)))
    refunds = []
    for number, (target, amount) in enumerate(parts):
        if number in loose:
            refunds.append(a_refund(number, {}, other=amount))
        elif target:
            refunds.append(a_refund(number, {target: amount}))
        else:
            refunds.append(a_refund(number, {}, shipping=amount))
    return order, refunds


@given(whole_refunds())
def test_all_shares_together_are_the_orders_tax_rate_by_rate(case: tuple[Order, list[OrderRefund]]) -> None:
    order, refunds = case
    _, told = settled(order, refunds)
    given_back = [tax for one in told for tax in one.taxes]
    expected = summed(taxes_of(order.parts)) if order.totals.total else {}
    assert summed(given_back) == expected
    assert all(tax.amount >= 0 for tax in given_back)
    assert sum(one.whole.added for one in told) == (order.totals.tax if order.totals.total else 0)


@given(whole_refunds(), st.integers(0, 20))
def test_one_that_came_back_counts_no_more_and_the_rest_adds_up(case: tuple[Order, list[OrderRefund]], which: int) -> None:
    """Its share is taken back as it was told; given again, everything is the order's tax again. So it is after refunds of before taxes
    were told."""
    order, refunds = case
    known, _ = settled(order, refunds)
    at = which % len(known)
    known[at] = replace(known[at], state=RefundState.RETURNED)
    if at:
        known[0] = replace(known[0], taxes=None)
    old = refund_tax(order, replace(refunds[0], refund_id="ref_old"), []).taxes if at else []
    again = refund_tax(order, replace(refunds[at], refund_id="ref_again"), known)
    kept = [tax for one in known if one.state is RefundState.SUCCEEDED for tax in one.taxes or []]
    assert summed([*old, *kept, *again.taxes]) == (summed(taxes_of(order.parts)) if order.totals.total else {})


def test_a_line_and_the_delivery_know_their_own_share() -> None:
    order = an_order([10000, 5000], [(0, "VAT", 1150), (1, "State", 294), (-1, "VAT", 115)], 1000)
    share = refund_tax(order, a_refund(1, {"line_0": 5000, "line_1": 5000}, shipping=500, other=100), [])
    assert [(one.line_id, one.amount, one.tax, one.tax_included) for one in share.lines] == [
        ("line_0", 5000, 0, 575),
        ("line_1", 5000, 0, 294),
    ]
    assert share.shipping == TaxShare(0, 57)
    # What is for nothing in particular: 100 of the 5,500 that are left, with 633 VAT in them.
    assert {(one.name, one.amount) for one in share.taxes} == {("VAT", 575 + 57 + 11), ("State", 294)}
    assert share.whole == TaxShare(0, 575 + 57 + 11 + 294)


def test_tax_beside_the_price_is_in_what_goes_back() -> None:
    order = an_order([10000], [(0, "State", 625), (0, "County", 100)], included=False)
    share = refund_tax(order, a_refund(1, {"line_0": 10725}), [])
    assert (share.whole, share.lines[0].tax, order.totals.total) == (TaxShare(725, 0), 725, 10725)


def test_a_delivery_that_bears_no_tax_has_no_share_and_a_line_only_its_own_kind() -> None:
    order = an_order([10000], [(0, "State", 625)], 1000, included=False)
    share = refund_tax(order, a_refund(1, {"line_0": 10625}, shipping=1000), [])
    assert (share.shipping, TaxShare()) == (TaxShare(0, 0), TaxShare(0, 0))
    assert (share.lines[0].tax, share.lines[0].tax_included) == (625, 0)


def test_what_goes_back_later_bears_what_it_adds() -> None:
    """Half of a line and of the delivery after the other half: 312 and 313 of 625, 57 and 58 of 115."""
    for included in (False, True):
        order = an_order([10000], [(0, "State", 625), (-1, "VAT", 115)], 1000, included=included)
        line, fee = order.lines[0].total, order.totals.total - order.lines[0].total
        first = a_refund(1, {"line_0": line // 2}, shipping=fee // 2)
        _, (one, two) = settled(order, [first, a_refund(2, {"line_0": line - line // 2}, shipping=fee - fee // 2)])
        assert [sum((share.lines[0].tax, share.lines[0].tax_included)) for share in (one, two)] == [312, 313]
        assert [sum((share.shipping.added, share.shipping.included)) for share in (one, two)] == [57, 58]
        assert {(share.lines[0].tax if included else share.lines[0].tax_included) for share in (one, two)} == {0}


def test_a_tax_is_told_with_what_it_was_counted_on() -> None:
    order = an_order([10000], [(0, "VAT", 1150)])
    assert refund_tax(order, a_refund(1, {"line_0": 10000}), []).taxes == [TaxSum("VAT", "0.13", 8050, 1150, True)]


def test_what_goes_back_beyond_the_order_bears_no_more_tax_than_there_is() -> None:
    order = an_order([1000], [(0, "VAT", 115)])
    assert refund_tax(order, a_refund(1, {}, other=5000), []).whole == TaxShare(0, 115)
    assert refund_tax(an_order([0], []), a_refund(1, {"line_0": 0}), []).taxes == []


def test_the_tax_of_a_line_that_the_order_no_longer_has_goes_back_with_the_rest() -> None:
    order = an_order([1000], [(0, "VAT", 115), (5, "County", 10)])
    assert refund_tax(order, a_refund(1, {"line_5": 10}), []).taxes == []
    assert refund_tax(order, a_refund(1, {}, other=1000), []).whole == TaxShare(0, 125)


def test_an_event_of_before_is_still_read() -> None:
    order = an_order([1000], [(0, "VAT", 115)]).summary()
    data = {
        "order": {"taxes": [], "lines": [], **{k: v for k, v in vars(order).items() if k not in ("taxes", "lines", "coupons")}},
        "refund_id": "ref_1", "payment_id": "pay_1", "amount": 5, "currency": "CNY", "shipping": 0, "other": 0, "total_refunded": 5,
        "fully": False, "reason": "", "refunded_at": "", "lines": [{"line_id": "line_0", "quantity": 0, "amount": 5}],
    }  # fmt: skip
    envelope = Envelope("evt_1", "order.refunded", 1, "", "ord_1", Actor("system"), data)
    told = data_of(envelope, OrderRefunded)
    assert (told.tax, told.tax_included, told.taxes, told.lines[0].tax) == (None, None, [], 0)
