"""The payment that a press of a button on the order's page starts."""

from __future__ import annotations

from functions.orders.store.order_links import bearer_of
from functions.orders.store.order_page import OrderPage
from functions.payments import Method, NextAction, pay_on_page
from functions.shared.outside import clock
from functions.shared.plain.errors import Invalid

_SAME_PRESS = 600
"""Seconds in which a second press of the same button is the same payment, as long as the order has not changed."""


def pay(page: OrderPage, named: str, *, return_url: str, client_ip: str) -> NextAction:
    """The payer's next step. Raises what starting a payment raises, Invalid for what is no method."""
    provider, dot, method = named.partition(".")
    if not (provider and dot and method):
        raise Invalid.field("/method", "unsupported_method", "Press one of the buttons.")
    once = f"{int(page.record.version)} {int(clock.now().timestamp()) // _SAME_PRESS}"
    caller = bearer_of(page.order.id)
    return pay_on_page(page.order.id, Method(provider, method), caller=caller, once=once, return_url=return_url, client_ip=client_ip)
