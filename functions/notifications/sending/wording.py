"""From an event and a language to subject, text and HTML. Built-in templates are files,
``templates/<event>.<language>.{subject,txt,html}``; the shop's own stand in the table (`rendering.py`).

They run in Jinja's sandbox with undefined names as errors: a template that misspells a value fails loudly instead of sending a hole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from functions.notifications.model.template import EMAIL, MARKETING
from functions.notifications.sending.rendering import BUILT_IN
from functions.notifications.store.templates import published_languages
from functions.orders import Bought
from functions.shared.plain import times
from functions.shared.plain.i18n import best_of, localized
from functions.shared.plain.money import Money, money_text
from functions.shared.plain.settings import settings

EVENTS = (
    "order.placed",
    "order.paid",
    "order.partially_paid",
    "order.released",
    "order.hold_extended",
    "order.shipped",
    "order.delivered",
    "order.cancelled",
    "order.refunded",
    "order.compensated",
    "order.completed",
    "order.group_completed",
    "order.stock_arrived",
    "order.link_requested",
    "order.amended",
    "order.amendment_requested",
    "order.amendment_ended",
    "shipment.handed_over",
    "shipment.delayed",
    "shipment.ready_to_collect",
    "return.requested",
    "return.counter_offered",
    "return.approved",
    "return.rejected",
    "return.inspected",
    "return.cancelled",
    "return.sent",
    "return.offer_declined",
    "return.escalated",
    "return.ruled",
    "return.reshipped",
    "complaint.received",
    "complaint.answered",
    "complaint.escalated",
    "complaint.closed",
    "survey.sent",
    "recall.told",
    "incident.told",
    "return.exchanged",
    "withdrawal.declared",
    "return.label_ready",
    "return.taken_in",
    "return.diagnosed",
    "return.closed",
    "return.quoted",
    "return.unrepaired",
    "return.sent_back",
    "withdrawal.refused",
    "coupon.claimed",
    "coupon.returned",
    "coupon.revoked",
    "coupon.expiring",
    "points.granted",
    "points.released",
    "points.taken_back",
    "points.given_back",
    "points.adjusted",
    "points.expiring",
    "gift_card.sent",
    "level.raised",
    "level.dropped",
    "question.answered",
    "question.asked",
    "invoice.issued",
    "payment.failed",
    "registration.requested",
    "code.requested",
    "contact.changed",
    "staff.invited",
    "factor.added",
    "factor.removed",
    "factor.recovery_code_used",
    "factor.passkey_copied",
    "external_login.linked",
    "external_login.unlinked",
    "stock.low",
    "fapiao.login_expired",
    "fapiao.issued",
    "finding.told",
    "report.made",
    "webhook_endpoint.disabled",
    "subscription.requested",
)
OWN_TEXTS = ("marketing.back_in_stock", "marketing.cart_left")
"""What marketing tells by itself has files, too; what staff have it tell is theirs to write."""
LANGUAGES = BUILT_IN
TELL_OF_THE_RIGHT = frozenset({"order.placed", "order.paid"})
"""Their mails tell a buyer of the right to withdraw, where there is one."""
_OF_CASES = dict.fromkeys(
    (
        "money",
        "to_pay_text",
        "until",
        "because",
        "answer",
        "offer_note",
        "return_address",
        "ruling",
        "replacement_number",
        "outcome",
        "complaint",
        "label_url",
        "finding",
        "pay_until",
    ),
    "",
)
_SHOWN_IF_THERE = dict.fromkeys(("link", "point", "collect", "day", "tracking", "survey_title", "deadline", "ends"), "")
_DEFAULTS = {
    **_OF_CASES,
    **_SHOWN_IF_THERE,
    "items": (),
    "goods": (),
    "right": None,
    "whole": True,
    "rest": 0,
    "amends": False,
    "reminder": False,
}
"""What not every message has, nor every event of before told."""


def language_for(wanted: str, event: str = "", channel: str = EMAIL) -> str:
    """The language to write in: the reader's (``en-GB`` also takes ``en``), else the shop's, else English: of those that there are files in
    or, of an `event`, a template of the shop's own."""
    own = published_languages(event, channel) if event else []
    if event.startswith(MARKETING) and event not in OWN_TEXTS:
        # There are no files of it.
        return best_of(own, [wanted.lower(), settings().default_language, "en"]) or next(iter(own), "en")
    return best_of([*own, *LANGUAGES], [wanted.lower(), settings().default_language]) or "en"


def values_of(data: Mapping[str, Any], number: str, name: str, language: str = "") -> dict[str, Any]:
    """What templates may use: the event's own fields, the order's number, the receiver's name, and amounts and times to be read."""
    values = {**_DEFAULTS, **data, "number": number, "name": name}
    if order := data.get("order"):
        values["total"] = money_text(Money(order["total"], order["currency"]))
        values["free"] = order["total"] == 0
        values |= _sums(order)
    if "return_id" in data and "amount" in data:
        values["money"] = money_text(Money(data["amount"], data["currency"]))
        values["to_pay_text"] = money_text(Money(data["to_pay"], data["currency"])) if data.get("to_pay") else ""
    if "complaint_id" in data:
        values["complaint"] = data["number"]
    if "fapiao_id" in data:
        # China's e-invoices are in its currency.
        values |= {"fapiao_number": data["number"], "money": money_text(Money(data["total"], "CNY"))}
    if "invoice_id" in data:
        values |= {"invoice_number": data["number"], "money": money_text(Money(abs(data["total"]), data["currency"]))}
    if until := data.get("deadline"):
        values["until"] = time_text(until)
    if "captured" in data and "open_amount" in data:
        values["captured_text"] = money_text(Money(data["captured"], data["currency"]))
        values["open_text"] = money_text(Money(data["open_amount"], data["currency"]))
    if "compensation_id" in data:
        values["money"] = money_text(Money(data["amount"], data["currency"]))
    if "withdrawal_id" in data:
        values |= _withdrawal_values(data, language)
    if "recall_id" in data:
        values |= _recall_values(data, language)
    if "finding_id" in data:
        values["reason"] = localized(data["reason"], [language])
    if "broadcast_id" in data:
        values |= {name: localized(data[name], [language]) for name in ("subject", "text", "brief")}
        values["paragraphs"] = [line for line in values["text"].splitlines() if line.strip()]
    if "refund_id" in data:
        values |= _refund_values(data)
    if "amendment" in data:
        values |= _amendment_values(data)
    if deadline := data.get("payment_deadline"):
        values["deadline"] = time_text(deadline)
    if ends := data.get("expires_at"):
        values["ends"] = time_text(ends)
    if isinstance(title := data.get("title"), dict):
        values["title"] = localized(title, [language])
    if isinstance(coupon := data.get("name"), dict):
        # An event's own `name` is what the message is about; the receiver's stays the receiver's.
        values["coupon"] = localized(coupon, [language])
    return values


def _sums(order: Mapping[str, Any]) -> dict[str, str]:
    """What the total is made of; empty where that is nothing."""
    amounts = {name: order.get(name, 0) for name in ("subtotal", "discount", "shipping", "tax")}
    return {f"{name}_text": money_text(Money(amount, order["currency"])) if amount else "" for name, amount in amounts.items()}


def goods_shown(goods: Sequence[Bought], language: str) -> list[dict[str, Any]]:
    """What was bought, to be read."""
    return [
        {
            "title": localized(one.title, [language.lower()]) or one.sku,
            "sku": one.sku,
            "quantity": one.quantity,
            "amount": money_text(Money(one.total, one.currency)),
            "promised": one.promised_on,
        }
        for one in goods
    ]


def _amendment_values(data: Mapping[str, Any]) -> dict[str, Any]:
    """Of an order that was changed: which pieces, what is to be paid, what goes back."""
    currency, back = data["order"]["currency"], data.get("give_back", 0)
    return {
        "changed": data.get("lines", ()),
        "money_back": money_text(Money(back, currency)) if back else "",
        "due_text": money_text(Money(data.get("due", 0), currency)),
        "paid": data.get("paid", True),
        "address_changed": data.get("address_changed", False),
    }


def _withdrawal_values(data: Mapping[str, Any], language: str) -> dict[str, Any]:
    """What was stated, when, and what follows from it."""
    amount = data.get("amount", 0)
    return {
        "declared": time_text(data["declared_at"]),
        "stated": [{**line, "title": localized(line["title"], [language]) or line["sku"]} for line in data.get("lines", ())],
        "until": time_text(data["send_by"]) if data.get("send_by") else "",
        "money": money_text(Money(amount, data["currency"])) if amount else "",
    }


def _recall_values(data: Mapping[str, Any], language: str) -> dict[str, Any]:
    """What is recalled, why, and what is to be done (Regulation (EU) 2023/988, Article 36)."""
    texts = {name: localized(data[name], [language]) for name in ("product", "hazard", "action", "lot")}
    sold = {name: time_text(data[name]) if data.get(name) else "" for name in ("sold_from", "sold_until", "sent_from", "sent_until")}
    return texts | sold | {"count": sum(data["pieces"].values())}


def _refund_values(data: Mapping[str, Any]) -> dict[str, Any]:
    """What has gone back, for which pieces, and in all."""
    currency = data["currency"]

    def shown(amount: int) -> str:
        return money_text(Money(amount, currency))

    skus = {line["line_id"]: line["sku"] for line in data["order"]["lines"]}
    return {
        "amount": shown(data["amount"]),
        "total_refunded": shown(data["total_refunded"]),
        "shipping": shown(data["shipping"]) if data["shipping"] else "",
        "other": shown(data["other"]) if data["other"] and data["lines"] else "",
        "lines": [{**line, "sku": skus.get(line["line_id"], ""), "amount": shown(line["amount"])} for line in data["lines"]],
    }


def time_text(text: str) -> str:
    """In the store's time zone, to the minute."""
    local = times.parse(text).astimezone(ZoneInfo(settings().store_timezone))
    return f"{local:%Y-%m-%d %H:%M} (UTC{local:%z})"
