"""Where the items of a person lie: from them to their orders, and from each order to what hangs on it. The keys are those that the README
of each domain lists; `tests/integration/privacy/test_erasure.py` finds what was not followed, of what it plants."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from functions.privacy.store.files import keys_under
from functions.privacy.store.items import Item, item_at, items_of
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.ids import derived_id

_MEDIA_ID = re.compile(r"med_[0-9A-HJKMNP-TV-Z]{26}")


@dataclass(frozen=True)
class Belonging:
    """An item, the order that it is of, if any, and the folders of the bucket whose files are of it."""

    item: Item
    order_id: str = ""
    files: tuple[str, ...] = ()


def of_customer(customer_id: str) -> Iterator[Belonging]:
    """All but their orders (`orders_of`)."""
    of = f"CUS#{customer_id}"
    external = item_at("customers", of, "EXTERNAL")
    # Before the item that names them goes.
    for key in (external.body or {}).get("keys", []) if external else []:
        yield from _whole("customers", f"EXT#{key}")
    for table in ("customers", "invoices", "loyalty", "notifications", "marketing", "agents"):
        yield from _whole(table, of)
    yield from _whole("payments", f"WALLET#{customer_id}")
    yield from _whole("payments", f"DEVICES#{customer_id}")
    for cart in items_of("carts", of, index="gsi1"):
        yield from _whole("carts", cart.pk)
    for complaint in items_of("aftersales", f"COMPLAINTS#{customer_id}", index="gsi1"):
        yield from _complaint(complaint.pk)
    for survey in items_of("aftersales", f"SURVEYS#{customer_id}", index="gsi1"):
        yield from _whole("aftersales", survey.pk)
    yield from _reviews(customer_id)
    yield from _whole("privacy", f"PERSON#{customer_id}")


def orders_of(customer_id: str) -> list[str]:
    return [item.pk.partition("#")[2] for item in items_of("orders", f"CUS#{customer_id}", index="gsi1") if item.kind == "order"]


def drafts_of(customer_id: str) -> list[str]:
    """What staff prepared for them; each has the id of the order that it becomes."""
    return [item.pk.partition("#")[2] for item in items_of("orders", f"DRAFTS#{customer_id}", index="gsi1")]


def of_address(person: str) -> Iterator[Belonging]:
    """Of an address that somebody subscribed without an account, by its look-up key."""
    yield from _whole("notifications", f"CUS#{person}")
    yield from _whole("privacy", f"PERSON#{person}")


def of_order(order_id: str) -> Iterator[Belonging]:
    of = f"ORD#{order_id}"
    order = item_at("orders", of, "ORDER")
    yield from _whole("orders", of, order_id)
    if order is not None and order.body:
        yield from _one("orders", f"NUMBER#{order.body['number']}", "NUMBER", order_id)
        if cart_id := order.body.get("cart_id"):
            yield from _whole("carts", f"CART#{cart_id}", order_id)
    for table in ("payments", "notifications", "aftersales", "loyalty"):
        yield from _whole(table, of, order_id)
    for complaint in items_of("aftersales", f"COMPLAINTS#{order_id}", index="gsi1"):
        yield from _complaint(complaint.pk)
    yield from _payments(of, order_id)
    yield from _aftersales(of, order_id)
    yield from _invoices(of, order_id)


def told_outside(belongings: Iterable[Belonging]) -> Iterator[Belonging]:
    """What endpoints outside are, or were, told of these: a message per event and endpoint, kept for a month."""
    endpoints = [one.sk for one in items_of("notifications", "ENDPOINTS")]
    told = [one for one in belongings if one.item.kind == "event"] if endpoints else []
    for one in told:
        for endpoint in endpoints:
            yield from _one("notifications", endpoint, f"DLV#{one.item.sk.rpartition('#')[2]}", "")


def _payments(of: str, order_id: str) -> Iterator[Belonging]:
    for payment in items_of("payments", of, index="gsi1"):
        if not payment.pk.startswith("PAY#"):
            continue
        for one in items_of("payments", payment.pk):
            yield Belonging(one, order_id)
            if one.kind == "refund":
                yield from _one("payments", f"TSK#{one.sk.partition('#')[2]}", "TASK", order_id)
            if one.kind == "quarantine":
                put_aside = derived_id("qtn", payment.pk.partition("#")[2], one.sk.partition("#")[2])
                yield from _one("payments", f"QTN#{put_aside}", "PUT_ASIDE", order_id)
            if one.kind == "provider_event":
                yield from _dispute(payment.pk.partition("#")[2], one, order_id)


def _dispute(payment_id: str, told: Item, order_id: str) -> Iterator[Belonging]:
    """The case that what the provider told is about, if it is about one; with the files that prove something."""
    named = derived_id("dsp", payment_id, (told.body or {}).get("provider_ref", ""))
    for item in items_of("payments", f"DSP#{named}"):
        yield Belonging(item, order_id, (f"disputes/{named}/",) if item.kind == "dispute" else ())


def _aftersales(of: str, order_id: str) -> Iterator[Belonging]:
    # Also those that were announced, and are in no case.
    sent = {key.rpartition("/")[2]: key for key in keys_under(f"case-evidence/{order_id}/")}
    for media_id, key in sent.items():
        yield from _one("aftersales", f"MED#{media_id}", "EVIDENCE", order_id, (key,))
    pieces = item_at("aftersales", of, "CASES")
    for case_id in (pieces.body or {}).get("cases", []) if pieces else []:
        case = item_at("aftersales", f"RET#{case_id}", "CASE")
        for media_id in (case.body or {}).get("evidence", []) if case else []:
            if media_id not in sent:
                yield from _one("aftersales", f"MED#{media_id}", "EVIDENCE", order_id)
        yield from _whole("aftersales", f"RET#{case_id}", order_id)
        yield from _survey("case", case_id)


def _invoices(of: str, order_id: str) -> Iterator[Belonging]:
    for sk, prefix in (("ACCOUNT", "INV#"), ("FAPIAO", "FAP#")):
        known = item_at("invoices", of, sk)
        for one in known.body or [] if known else []:
            for item in items_of("invoices", prefix + one):
                yield Belonging(item, order_id, (f"invoices/{one}/",) if item.kind == "document" else ())


def _reviews(customer_id: str) -> Iterator[Belonging]:
    """Of what they bought: reviews are listed by product."""
    theirs = [*items_of("catalog", f"BUYER#{customer_id}")]
    media = [one.sk.partition("#")[2] for one in theirs if one.kind == "media_of"]
    products = dict.fromkeys(one.sk.partition("#")[0] for one in theirs if one.kind == "bought")
    for product_id in products:
        for review in items_of("catalog", f"ALLREVIEWS#{product_id}", index="gsi2"):
            if (review.body or {}).get("customer_id") == customer_id:
                media += _media_in(review.body)
                yield from _whole("catalog", review.pk)
    for one in theirs:
        if one.kind == "posted":
            # Questions and answers lie under what they are, and their id: QST#qst_…
            post_id = one.sk.partition("#")[2]
            yield from _whole("catalog", f"{post_id.partition('_')[0].upper()}#{post_id}")
    for media_id in dict.fromkeys(media):
        yield from _media(media_id, customer_id)
    yield from _whole("catalog", f"BUYER#{customer_id}")


def _media_in(review: Any) -> list[str]:
    """Of its pictures and videos: uploads of before are noted nowhere else."""
    shown = [*review.get("media", []), *((review.get("follow_up") or {}).get("media", []))]
    return [found[0] for address in shown if (found := _MEDIA_ID.search(address))]


def _media(media_id: str, customer_id: str) -> Iterator[Belonging]:
    """What they uploaded themselves."""
    item = item_at("catalog", f"MED#{media_id}", "MEDIA")
    if item is not None and item.text("owner") == customer_id:
        yield Belonging(item, files=(f"media/{media_id}/", f"uploads/media/{media_id}"))


def _complaint(pk: str) -> Iterator[Belonging]:
    yield from _whole("aftersales", pk)
    yield from _survey("complaint", pk.partition("#")[2])


def _survey(kind: str, of: str) -> Iterator[Belonging]:
    yield from _whole("aftersales", f"SRV#{derived_id('srv', kind, of)}")


def _whole(table: str, pk: str, order_id: str = "") -> Iterator[Belonging]:
    yield from (Belonging(item, order_id) for item in items_of(table, pk))


def _one(table: str, pk: str, sk: str, order_id: str, files: tuple[str, ...] = ()) -> Iterator[Belonging]:
    if (found := item_at(table, pk, sk)) is not None:
        yield Belonging(found, order_id, files)
