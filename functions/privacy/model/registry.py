"""Which items hold personal data, where in them, and what becomes of it when their person is erased: the one table of it. Pure.

A path names a field of the item's JSON body: `address.name`, `lines.*.metadata` (of each), `**.note` (wherever it stands). `attributes` are
those beside the body. `words` are names of fields that hold a code where the shop itself speaks, and words about people where people do:
only words are personal there. `texts` are fields that hold JSON as text: paths lead into it.
`tests/integration/privacy/test_erasure.py` plants values by many ways and finds none left.
"""

from __future__ import annotations

from enum import StrEnum

from functions.shared.plain.deferred import dataclass


class Fate(StrEnum):
    """removed: the item goes. emptied: its personal fields go, the rest stays. kept: so, too, but the law wants what they said for a while:
    it is sealed with a key of its own, out of reach of the shop, until its period ends."""

    REMOVED = "removed"
    EMPTIED = "emptied"
    KEPT = "kept"


@dataclass(frozen=True)
class PersonalKind:
    table: str
    kind: str
    fate: Fate
    fields: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


_NOTES = ("metadata", "private_metadata", "fields", "private_fields")
_ADDRESS = tuple(
    f"address.{name}" for name in ("name", "phone", "email", "street", "postal_code", "city", "district", "city_code", "district_code")
)
"""Country and province stay: taxes are by them."""
_SENT_TO = ("email", "name", "message")
_ORDER = (
    *_ADDRESS, *_NOTES, "note", "lines.*.metadata", "agreed.lines.*.metadata", "overrides.*.reason",
    *(f"{lines}.*.send_to.{name}" for lines in ("lines", "agreed.lines") for name in _SENT_TO),
)  # fmt: skip
_EVENT = ("custom_fields", "**.metadata", "**.note")
_WORDS = ("reason", "detail", "text")


def _under(prefix: str, paths: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{prefix}.{path}" for path in paths)


_OF_EVENTS = ("aftersales", "carts", "catalog", "customers", "invoices", "loyalty", "marketing", "payments", "privacy")

_CASE = ("note", "answer", "offer_note", "ruling", "evidence", "lines.*.lost_because", "repair.note", "repair.finding", "label.label_url")

_SAID = ("author", "text", "media", "follow_up.text", "follow_up.media")
_REVIEW = (*_SAID, *(f"pending.{name}" for name in _SAID), "reply.text", *_NOTES[:2])

REGISTRY: tuple[PersonalKind, ...] = (
    *(PersonalKind(table, "event", Fate.EMPTIED, _EVENT, words=_WORDS) for table in _OF_EVENTS),
    PersonalKind("orders", "event", Fate.EMPTIED, _EVENT, ("gsi2pk", "gsi2sk"), _WORDS),
    PersonalKind("customers", "customer", Fate.REMOVED),
    PersonalKind("customers", "address", Fate.REMOVED),
    PersonalKind("customers", "factors", Fate.REMOVED),
    PersonalKind("customers", "factor_begun", Fate.REMOVED),
    PersonalKind("customers", "payment_password", Fate.REMOVED),
    PersonalKind("payments", "devices", Fate.REMOVED),
    PersonalKind("customers", "contact_change", Fate.REMOVED),
    PersonalKind("customers", "external_links", Fate.REMOVED),
    PersonalKind("customers", "external_id", Fate.REMOVED),
    PersonalKind("customers", "finding", Fate.REMOVED),
    PersonalKind("customers", "posting", Fate.REMOVED),
    PersonalKind("customers", "note", Fate.REMOVED),
    PersonalKind("customers", "registration", Fate.REMOVED),
    PersonalKind("customers", "registration_of_login", Fate.REMOVED),
    PersonalKind("customers", "registrations_of_hour", Fate.REMOVED),
    PersonalKind("customers", "codes_of_hour", Fate.REMOVED),
    PersonalKind("customers", "login_claim", Fate.REMOVED),
    PersonalKind("customers", "code", Fate.REMOVED),
    PersonalKind("customers", "code_message", Fate.REMOVED),
    PersonalKind("carts", "cart", Fate.REMOVED),
    PersonalKind("orders", "order", Fate.KEPT, _ORDER),
    PersonalKind("orders", "draft", Fate.EMPTIED, _under("order", _ORDER)),
    PersonalKind("orders", "amendment", Fate.EMPTIED, (*_under("before", _ORDER), "reason")),
    PersonalKind("orders", "number", Fate.EMPTIED, (), ("gsi2pk", "gsi2sk")),
    PersonalKind("orders", "shipment", Fate.EMPTIED, ("events.*.text", "events.*.place", "collect_code", "label_url", *_NOTES[:2])),
    PersonalKind("orders", "refund", Fate.EMPTIED, ("reason",)),
    PersonalKind("orders", "payment", Fate.EMPTIED, words=_WORDS),
    PersonalKind("orders", "compensation", Fate.EMPTIED, ("reason",)),
    PersonalKind("orders", "exception", Fate.EMPTIED, ("note", "detail")),
    PersonalKind("orders", "review", Fate.EMPTIED, ("note", "reason")),
    PersonalKind("orders", "note", Fate.EMPTIED, ("text",)),
    PersonalKind("payments", "payment", Fate.EMPTIED, (*_NOTES[:2], "return_url"), ("next_action",)),
    PersonalKind("payments", "refund", Fate.EMPTIED, (*_NOTES[:2], "reason")),
    PersonalKind("payments", "dispute", Fate.EMPTIED, ("evidence", "files")),
    PersonalKind("payments", "put_aside", Fate.EMPTIED, (), ("decision",)),
    PersonalKind("payments", "compensation", Fate.EMPTIED, ("reason",)),
    PersonalKind("payments", "task", Fate.EMPTIED, ("reason",)),
    PersonalKind("payments", "wallet", Fate.EMPTIED, ("sealed",)),
    PersonalKind("payments", "assessment", Fate.EMPTIED, ("person", "subjects")),
    PersonalKind("aftersales", "case", Fate.EMPTIED, _CASE),
    PersonalKind("aftersales", "complaint", Fate.EMPTIED, ("said.*.text",)),
    PersonalKind("aftersales", "survey", Fate.EMPTIED, ("comment", "answers.*.text")),
    PersonalKind("aftersales", "evidence", Fate.REMOVED),
    PersonalKind(
        "invoices",
        "document",
        Fate.KEPT,
        _under("buyer", ("name", "street", "city", "postal_code", "email", "phone", "vat_number", "tax_number")),
    ),
    PersonalKind("invoices", "files", Fate.REMOVED),
    PersonalKind(
        "invoices", "fapiao", Fate.KEPT, (*_under("title", ("name", "tax_number", "address", "phone", "bank", "account")), "file_url")
    ),
    PersonalKind("invoices", "titles", Fate.REMOVED),
    PersonalKind("agents", "linked", Fate.REMOVED),
    PersonalKind("notifications", "message", Fate.EMPTIED, ("recipient", "address_key")),
    PersonalKind(
        "notifications", "delivery", Fate.EMPTIED, (*_EVENT, "**.custom_fields", "attempts.*.answer"), words=_WORDS, texts=("body",)
    ),
    PersonalKind("notifications", "message_preferences", Fate.REMOVED),
    PersonalKind("notifications", "subscriber", Fate.REMOVED),
    PersonalKind("notifications", "device", Fate.REMOVED),
    PersonalKind("notifications", "inbox_entry", Fate.REMOVED),
    PersonalKind("notifications", "inbox_pointer", Fate.REMOVED),
    PersonalKind("notifications", "message_cap", Fate.REMOVED),
    PersonalKind("loyalty", "points_account", Fate.EMPTIED),
    PersonalKind("loyalty", "points_move", Fate.EMPTIED, ("reason",)),
    PersonalKind("loyalty", "stored_value", Fate.EMPTIED),
    PersonalKind("loyalty", "value_move", Fate.EMPTIED, ("reason",)),
    PersonalKind("loyalty", "cards_sent_to", Fate.REMOVED),
    PersonalKind("loyalty", "card_to_send", Fate.EMPTIED, ("content",)),
    PersonalKind("loyalty", "member", Fate.REMOVED),
    PersonalKind("loyalty", "missions", Fate.REMOVED),
    PersonalKind("loyalty", "cause", Fate.REMOVED),
    PersonalKind("loyalty", "level_move", Fate.EMPTIED, ("reason",)),
    PersonalKind("marketing", "known_person", Fate.REMOVED),
    PersonalKind("marketing", "bought_order", Fate.REMOVED),
    PersonalKind("marketing", "left_cart", Fate.REMOVED),
    PersonalKind("marketing", "recipient", Fate.REMOVED),
    PersonalKind("marketing", "stock_wish", Fate.REMOVED),
    PersonalKind("marketing", "share_link", Fate.REMOVED),
    PersonalKind("catalog", "review", Fate.EMPTIED, _REVIEW),
    PersonalKind("catalog", "review_edit", Fate.REMOVED),
    PersonalKind("catalog", "question", Fate.EMPTIED, ("text", "author")),
    PersonalKind("catalog", "answer", Fate.EMPTIED, ("text", "author")),
    PersonalKind("catalog", "posted", Fate.REMOVED),
    PersonalKind("catalog", "moderation_case", Fate.EMPTIED, ("decisions.*.note",)),
    PersonalKind("catalog", "author_ban", Fate.REMOVED),
    PersonalKind("catalog", "vote", Fate.REMOVED),
    PersonalKind("catalog", "bought", Fate.REMOVED),
    PersonalKind("catalog", "favourites", Fate.REMOVED),
    PersonalKind("catalog", "history", Fate.REMOVED),
    PersonalKind("catalog", "media_of", Fate.REMOVED),
    PersonalKind("catalog", "media", Fate.REMOVED),
)

_BY_KIND = {(one.table, one.kind): one for one in REGISTRY}


def personal_kind(table: str, kind: str) -> PersonalKind | None:
    """None for items that hold nothing personal."""
    return _BY_KIND.get((table, kind))
