"""Carts, checkout, orders, shipments. What other domains may use is exported here and nowhere else."""

from functions.orders.auto_confirm import case_closed_write, case_opened_write
from functions.orders.contact import Contact, contact
from functions.orders.hold_refund import RequestedRefund, refund_writes
from functions.orders.pay_hold import check_may_pay, hold_writes, payable_until
from functions.orders.payable import Payable, payable
from functions.orders.payable_carts import PayableCart, payable_cart
from functions.orders.refundable_lines import RefundableLine, RefundableLines, refundable_lines
from functions.orders.shipped_goods import shipped_value

__all__ = [
    "Contact",
    "Payable",
    "PayableCart",
    "RefundableLine",
    "RefundableLines",
    "RequestedRefund",
    "case_closed_write",
    "case_opened_write",
    "check_may_pay",
    "contact",
    "hold_writes",
    "payable",
    "payable_cart",
    "payable_until",
    "refund_writes",
    "refundable_lines",
    "shipped_value",
]
