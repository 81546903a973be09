"""Paying on the order's page: what is open and how it can be paid."""

from __future__ import annotations

from collections.abc import Sequence

from functions.orders.model.states import PaymentStatus, Status
from functions.orders.pages.texts import said, time_text
from functions.orders.payment.payable import payable
from functions.orders.store.order_links import bearer_of
from functions.orders.store.order_page import OrderPage
from functions.payments import PaymentMethodView, method_views, page_methods
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import money_text

_DEVICES = (("micromessenger", "wechat"), ("alipayclient", "alipay"), ("mobi", "mobile"), ("android", "mobile"))


@dataclass(frozen=True)
class Paying:
    amount: str
    deadline: str
    open: bool
    methods: Sequence[PaymentMethodView]


def paying_of(page: OrderPage, language: str, device: str) -> Paying | None:
    """None for an order that waits for no money."""
    record = page.record
    if record.status != Status.PENDING_PAYMENT and record.payment_status != PaymentStatus.PARTIALLY_PAID:
        return None
    order = payable(page.order.id, caller=bearer_of(page.order.id), order_token=None)
    if order.amount.amount <= 0 or (not order.open and record.status != Status.PENDING_PAYMENT):
        return None
    deadline = ""
    if record.status == Status.PENDING_PAYMENT:
        deadline = said(language, "deadline", at=time_text(order.payment_deadline)) if order.open else said(language, "too_late")
    methods = page_methods(order.amount, order.country, device, takes_cash=order.takes_cash, allowed=order.methods) if order.open else []
    return Paying(money_text(order.amount), deadline, order.open, method_views(methods, [language]))


def device_of(user_agent: str) -> str:
    """What the payer holds in their hands, so that they are offered what works there."""
    agent = user_agent.lower()
    return next((device for mark, device in _DEVICES if mark in agent), "desktop")
