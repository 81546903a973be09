"""What an adapter says, as far as it has the form of the port: parts that have another one were not said. Pure.

Adapters are anybody's, and read what others wrote. A number that is none (NaN, infinite, of another type), a price of nothing, text that
cannot be written: none of it may reach an order, where it would be stored and read again for years.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from functions.shared.plain import times
from functions.shared.plain.errors import Unavailable, Unreadable
from functions.shared.plain.money import CURRENCIES, MAX_AMOUNT
from functions.shared.plain.tracking import TraceEvent, TrackingStatus
from functions.shipping.couriers.port import CourierMessage, Delivery, Label, Pickup, Quote, Trace, VoidAnswer, Waybill

HEAVIEST_G = 10_000_000
_LONGEST_DAYS = 366
_NUMBER = re.compile(r"[\x21-\x7e]{1,64}")
_ID = re.compile(r"[\x21-\x7e]{1,256}")
_URL = re.compile(r"https?://[^\s\x00-\x1f]{1,2000}")
_TEXT, _CODE, _REASON = 500, 64, 300


def whole(value: object, most: int, *, least: int = 0) -> int | None:
    """A whole number within bounds, or nothing."""
    return value if type(value) is int and least <= value <= most else None


def text(value: object, longest: int = _TEXT) -> str:
    """As it can be kept: each half of a character a question mark, control characters blanks."""
    if not isinstance(value, str):
        return ""
    kept = value[:longest].encode("utf-8", "replace").decode()
    return "".join(" " if ord(one) < 32 or one == "\x7f" else one for one in kept)


def sound_quotes(quotes: Iterable[Quote]) -> list[Quote]:
    """Those that name a price. Nobody brings a parcel for nothing, so 0 is none."""
    return [
        replace(one, days=whole(one.days, _LONGEST_DAYS))
        for one in quotes
        if isinstance(one.service, str)
        and len(one.service) <= _CODE
        and whole(one.amount, MAX_AMOUNT, least=1)
        and isinstance(one.currency, str)
        and one.currency in CURRENCIES
    ]


def sound_waybill(waybill: Waybill) -> Waybill:
    """Raises Unavailable without a number that can be one: whether there is a waybill is not known then."""
    if not (isinstance(waybill.number, str) and _NUMBER.fullmatch(waybill.number)):
        raise Unavailable("The courier's answer has no waybill that can be read.", code="courier_unavailable", retry_after=5)
    amount = whole(waybill.amount, MAX_AMOUNT) if waybill.currency in CURRENCIES else None
    return Waybill(
        waybill.number,
        waybill.label_url if isinstance(waybill.label_url, str) and _URL.fullmatch(waybill.label_url) else "",
        whole(waybill.billed_weight_g, HEAVIEST_G),
        amount,
        waybill.currency if amount is not None else "",
    )


def sound_void(answer: VoidAnswer) -> VoidAnswer:
    return VoidAnswer(answer.done is True, text(answer.reason, _REASON))


def sound_label(label: Label) -> Label:
    """Raises Unavailable for one without content."""
    if not (isinstance(label.content, bytes) and label.content and isinstance(label.content_type, str)):
        raise Unavailable("The courier's answer has no label.", code="courier_unavailable", retry_after=5)
    return label


def sound_trace(trace: Trace) -> Trace:
    """Raises ValueError or TypeError for a scan without a time."""
    return Trace([_event(one) for one in trace.events], text(trace.eta, _CODE), whole(trace.billed_weight_g, HEAVIEST_G))


def sound_pickup(pickup: Pickup) -> Pickup:
    return Pickup(text(pickup.reference, 200))


def sound_delivery(delivery: Delivery) -> Delivery:
    """Raises Unreadable, ValueError or TypeError for a message that names no parcel, or has a scan without a time."""
    if not (isinstance(delivery.id, str) and _ID.fullmatch(delivery.id)):
        raise Unreadable("The message has no id that can be kept.", code="invalid_json")
    return Delivery(delivery.id, [_message(one) for one in delivery.messages])


def _message(message: CourierMessage) -> CourierMessage:
    if not (isinstance(message.waybill, str) and message.waybill and text(message.waybill, 128) == message.waybill):
        raise Unreadable("The message names no parcel.", code="invalid_json")
    return replace(
        message,
        events=[_event(one) for one in message.events],
        company=text(message.company, _CODE),
        shipment_id=text(message.shipment_id, 100),
        eta=text(message.eta, _CODE),
        billed_weight_g=whole(message.billed_weight_g, HEAVIEST_G),
        follow_again=message.follow_again is True,
        corrected_company=text(message.corrected_company, _CODE),
        collect_code=text(message.collect_code, _CODE),
    )


def _event(event: TraceEvent) -> TraceEvent:
    at = times.iso(times.bounded(times.parse(event.at)))
    status = event.status if event.status in TrackingStatus.__members__ else ""
    return TraceEvent(at, status, text(event.text), text(event.place), text(event.code, 2 * _CODE))
