"""Every adapter, ours or anybody's, is asked through this: what comes back has the form of the port, or is an error of the port.

A courier's answer that an adapter stumbles over (a list where an object was, a number that is none) is no answer: what happened over there
is not known then. A message that it stumbles over is unreadable, and a proof that it stumbles over proves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar, cast

from functions.shared.outside.observability import fact
from functions.shared.plain.errors import Invalid, Unreadable
from functions.shipping.couriers.asking import silent
from functions.shipping.couriers.port import (
    Courier,
    Delivery,
    Forged,
    Label,
    Pickup,
    PickupRequest,
    Quote,
    QuoteRequest,
    Subscription,
    Trace,
    VoidAnswer,
    Waybill,
    WaybillRef,
    WaybillRequest,
    Webhook,
)
from functions.shipping.couriers.soundness import (
    sound_delivery,
    sound_label,
    sound_pickup,
    sound_quotes,
    sound_trace,
    sound_void,
    sound_waybill,
)

R = TypeVar("R")
STUMBLES = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def checked(adapter: type[Courier]) -> type[Courier]:
    """The same adapter with `Checking` before it."""
    return cast("type[Courier]", type(adapter.__name__, (Checking, adapter), {"__module__": adapter.__module__}))


class Checking(Courier):
    """Stands before an adapter in the order of its classes (`checked`)."""

    def quote(self, request: QuoteRequest) -> Sequence[Quote]:
        return self._asked("quote", lambda: sound_quotes(super(Checking, self).quote(request)))

    def create_waybill(self, request: WaybillRequest) -> Waybill:
        return self._asked("create_waybill", lambda: sound_waybill(super(Checking, self).create_waybill(request)))

    def cancel(self, waybill: WaybillRef) -> VoidAnswer:
        return self._asked("cancel", lambda: sound_void(super(Checking, self).cancel(waybill)))

    def label(self, waybill: WaybillRef) -> Label:
        return self._asked("label", lambda: sound_label(super(Checking, self).label(waybill)))

    def query(self, waybill: WaybillRef) -> Trace:
        try:
            return self._asked("query", lambda: sound_trace(super(Checking, self).query(waybill)))
        except (Invalid, Unreadable) as error:
            raise silent() from error

    def subscribe(self, subscription: Subscription) -> None:
        self._asked("subscribe", lambda: super(Checking, self).subscribe(subscription))

    def pickup(self, request: PickupRequest) -> Pickup:
        return self._asked("pickup", lambda: sound_pickup(super(Checking, self).pickup(request)))

    def verify_webhook(self, webhook: Webhook, now: datetime) -> None:
        try:
            super().verify_webhook(webhook, now)
        except STUMBLES as error:
            self._stumbled("verify_webhook", error)
            raise Forged from error

    def read_webhook(self, webhook: Webhook) -> Delivery:
        try:
            return sound_delivery(super().read_webhook(webhook))
        except STUMBLES as error:
            self._stumbled("read_webhook", error)
            raise Unreadable("The message cannot be read.", code="invalid_json") from error

    def _asked(self, what: str, call: Callable[[], R]) -> R:
        try:
            return call()
        except STUMBLES as error:
            self._stumbled(what, error)
            raise silent() from error

    def _stumbled(self, what: str, error: Exception) -> None:
        fact("courier.unreadable_answer", courier=self.code, call=what, error=type(error).__name__)
