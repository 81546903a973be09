"""Finding 8: gift cards that are bought are a debt, no sale; what they pay for later is one."""

from __future__ import annotations

from functions.reports.model.account import Account
from functions.reports.model.facts_of_orders import cancellation, refund, sale
from functions.reports.model.goods_only import goods_of_refund, goods_only
from functions.shared.events.contracts.orders import Line, OrderRefunded, OrderSummary, RefundedLine

AT = ("evt_1", "2026-11-27T04:00:00.000Z")


def a_line(line_id: str, total: int, *, gift_card: bool) -> Line:
    return Line(
        line_id, f"var_{line_id}", "prod_1", line_id, None, 1, total, 0, total, tax_included=0 if gift_card else 10, gift_card=gift_card
    )


def an_order(*lines: Line, shipping: int = 500) -> OrderSummary:
    worth = sum(line.total for line in lines)
    return OrderSummary(
        "ord_1", "N", None, "web", "en", "CNY", worth, 0, shipping, 0, worth + shipping, AT[1], list(lines), timezone="Asia/Shanghai"
    )


def sums(pieces: list, name: str) -> int:  # type: ignore[type-arg]
    return sum(piece.sums.get(name, 0) for piece in pieces)


def test_a_gift_card_is_no_sale_and_its_refund_no_refund() -> None:
    order = an_order(a_line("card", 10_000, gift_card=True))
    sold = sale(AT, goods_only(order), "pay_1", Account("ord_1", zone="Asia/Shanghai"))
    assert [sums(sold.pieces, name) for name in ("revenue", "subtotal", "units", "tax_included", "shipping", "orders")] == [
        500,
        0,
        0,
        0,
        500,
        1,
    ]
    back = OrderRefunded(order, "ref_1", "pay_1", 10_500, "CNY", 500, 0, 10_500, True, "claim", AT[1], [RefundedLine("card", 1, 10_000)])
    gone, known = refund(AT, goods_of_refund(back), Account("ord_1", zone="Asia/Shanghai"))
    assert sums(gone.pieces, "refunds") == 500
    cancelled, _ = cancellation(AT, goods_only(order), "staff", known)
    assert sums(cancelled.pieces, "cancelled") == 500


def test_of_an_order_with_both_the_goods_count() -> None:
    goods = a_line("mug", 4000, gift_card=False)
    order = an_order(a_line("card", 10_000, gift_card=True), goods)
    sold = sale(AT, goods_only(order), "pay_1", Account("ord_1", zone="Asia/Shanghai"))
    assert (sums(sold.pieces, "revenue"), sums(sold.pieces, "units")) == (4500, 1)
    plain = an_order(goods)
    assert goods_only(plain) is plain
    assert sale(AT, plain, "pay_1", Account("ord_1", zone="Asia/Shanghai")) == sold
