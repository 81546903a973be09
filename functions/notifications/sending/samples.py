"""What an event's templates may use, shown by an example: in full, and with everything missing that may be missing.

Put together from the contract of the event, from what those who know its receiver answer (`_BESIDES`), and by `values_of`, as in
sending; so a field that is added there is known here.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from typing import Any

from functions.access import invitation_mail
from functions.aftersales import case_news, complaint_news, survey_news
from functions.customers import change_notice, code_message, registration_mail
from functions.notifications.model.template import MARKETING
from functions.notifications.sending.wording import EVENTS, goods_shown, values_of
from functions.orders import Bought, contact, parcel_news
from functions.shared.contract.event_catalogue import event_types

URLS = frozenset(
    {"link", "tracking", "label_url", "recall_link", "survey_link", "fapiao_link", "unsubscribe_link", "preferences_link", "url",
     "product_link", "cart_link", "image"}
)  # fmt: skip
"""Values that are addresses of ours or of a carrier: these alone may stand in `href` and `src`."""
_MOMENT = "2027-03-09T06:30:00.000Z"
_TEXTS = {
    "currency": "CNY",
    "language": "en",
    "number": "2703-0001",
    "sku": "TEA-250",
    "country": "DE",
    "waybill": "SF1000000001",
    "code": "482913",
    "carrier": "SF Express",
    "kind": "coupon",
    "email": "shop@example.com",
    "phone": "+8613800138000",
    "rate": "0.13",
    "host": "hooks.example.com",
    "point": "Locker 7, Main Street 1",
    "items": "Green tea",
    "day": "2027-03-12",
    "return_address": "Main Street 1, 310000 Hangzhou",
}
_NUMBERS = {
    "quantity": 2, "count": 2, "days": 97, "refund_days": 14, "minutes": 10, "before": 1, "after": 2, "version": 1, "free": 1, "items": 2,
}  # fmt: skip
_FALSE = frozenset({"taken"})
_PARCEL = ("order.shipped", "shipment.handed_over", "shipment.delayed", "shipment.ready_to_collect")
_BESIDES: tuple[tuple[tuple[str, ...], Callable[..., Any]], ...] = (
    (
        (
            "order.",
            "payment.",
            "shipment.",
            "return.",
            "withdrawal.",
            "recall.",
            "complaint.",
            "survey.",
            "fapiao.issued",
            "invoice.",
            "incident.",
        ),
        contact,
    ),
    (_PARCEL, parcel_news),
    (("return.",), case_news),
    (("complaint.",), complaint_news),
    (("survey.",), survey_news),
    (("registration.",), registration_mail),
    (("code.",), code_message),
    (("contact.",), change_notice),
    (("staff.",), invitation_mail),
)
_QUESTION = {"title": "Green tea", "link": "https://shop.example/products/green-tea"}
_OWN: dict[str, dict[str, Any]] = {
    "order.compensated": {"coupon_code": "SORRY-10", "coupon_until": "2027-06-01 00:00 (UTC+0800)"},
    "fapiao.issued": {"fapiao_link": "https://shop.example/fapiao"},
    "recall.told": {"recall_link": "https://shop.example/o/recall"},
    "survey.sent": {"survey_link": "https://shop.example/o/survey", "survey_title": "How do you find us?"},
    "subscription.requested": {"link": "https://shop.example/o/messages/sample"},
    "gift_card.sent": {
        "code": "7QK3-M0ZD-81VX-W4RT",
        "worth": "CNY 100.00",
        "message": "Happy birthday!",
        "ends": "2027-06-01 00:00 (UTC+0800)",
    },
    "level.raised": {"title": "Gold"},
    "level.dropped": {"title": "Silver"},
    "question.answered": _QUESTION,
    "question.asked": _QUESTION,
    "staff.invited": {"until": "2027-03-09 14:30 (UTC+0800)"},
}
_OPTIONAL = {
    "coupon_until", "fapiao_link", "tracking", "collect", "day", "point", "right", "pay_until", "label_url", "phone", "survey_title",
    "title", "message", "ends",
}  # fmt: skip
_MARKETING = {
    "name": "Li Lei <3",
    "link": "https://shop.example/sale",
    "unsubscribe_link": "https://shop.example/unsubscribe/sample",
    "preferences_link": "https://shop.example/preferences/sample",
    "coupon_code": "SPRING-10",
    "title": "Green tea",
    "product_link": "https://shop.example/products/green-tea",
    "cart_link": "https://shop.example/carts/sample",
    "ends": "2027-03-09 14:30 (UTC+0800)",
    "items": [("Green tea", 2)],
    "more": "2",
}
NAME = "Li Lei"


def known_event(event: str) -> bool:
    return event in EVENTS or event.startswith(MARKETING)


def sample_values(event: str, language: str, *, minimal: bool = False) -> dict[str, Any]:
    """Of one of EVENTS, or of a text of marketing. Minimal: what may be empty is."""
    if event.startswith(MARKETING):
        kept = ("name", "link", "unsubscribe_link", "preferences_link")
        return {name: value if not minimal or name in kept else type(value)() for name, value in _MARKETING.items()}
    data = _example(event_types()[event], minimal=minimal)
    values = values_of(data, _TEXTS["number"], "" if minimal else NAME, language)
    for beginnings, asked in _BESIDES:
        if event.startswith(beginnings):
            values |= _told(_answer(asked), minimal=minimal)
    values |= {name: "" if minimal and name in _OPTIONAL else value for name, value in _OWN.get(event, {}).items()}
    if isinstance(values.get("goods"), list):
        shown = goods_shown([Bought({"zh": "绿茶", "en": "Green tea"}, "TEA-250", 2, 25_800, "CNY", "2027-03-12")], language)
        values["goods"] = [] if minimal else shown
    values["number"], values["name"] = _TEXTS["number"], "" if minimal else NAME
    return values


def _told(shape: type, *, minimal: bool) -> dict[str, Any]:
    """What `addressee.py` hands on of an answer; of those with an address, only what templates may use."""
    told = _example(shape, minimal=False)
    for private in ("email", "language", "number", "customer_id", "order_id", "counts", "phone", "name", "currency"):
        told.pop(private, None)
    if minimal:
        told = {name: _nothing(value) if name in _OPTIONAL or isinstance(value, list) else value for name, value in told.items()}
    return told


def _nothing(value: Any) -> Any:
    return None if isinstance(value, dict) else type(value)()


def _answer(asked: Callable[..., Any]) -> type:
    hint = typing.get_type_hints(asked)["return"]
    shapes: list[type] = [one for one in (typing.get_args(hint) or (hint,)) if one is not type(None)]
    return shapes[0]


def _example(shape: type, *, minimal: bool) -> dict[str, Any]:
    hints = typing.get_type_hints(shape)
    found = {}
    for one in fields(shape):
        if minimal and one.default is not MISSING:
            found[one.name] = one.default
        elif minimal and one.default_factory is not MISSING:
            found[one.name] = one.default_factory()
        else:
            found[one.name] = _one(one.name, hints[one.name], minimal=minimal)
    return found


def _one(name: str, hint: Any, *, minimal: bool) -> Any:
    kind, of = typing.get_origin(hint), typing.get_args(hint)
    if kind in (typing.Union, types.UnionType):
        return None if minimal else _one(name, next(one for one in of if one is not type(None)), minimal=minimal)
    if kind in (list, tuple) or (isinstance(kind, type) and issubclass(kind, typing.Sequence) and kind is not str):
        if kind is tuple and not (len(of) == 2 and of[1] is Ellipsis):
            return tuple(_one(name, one, minimal=minimal) for one in of)
        return [_one(name, of[0], minimal=minimal)]
    if kind in (dict, Mapping) or hint in (dict, Mapping):
        return {"zh": "绿茶", "en": "Green tea"} if of and of[1] is str else {"var_1": 2}
    if isinstance(hint, type) and is_dataclass(hint):
        return _example(hint, minimal=minimal)
    return _plain(name, hint)


def _plain(name: str, hint: Any) -> Any:
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return next(iter(hint)).value
    if hint is bool:
        return name not in _FALSE
    if hint in (int, float):
        return _NUMBERS.get(name, 12_900)
    if name.endswith(("_at", "_until", "_from", "deadline")) or name in ("at", "send_by", "ends"):
        return _MOMENT
    if name in URLS:
        return f"https://shop.example/{name}"
    return _TEXTS.get(name, f"({name})")
