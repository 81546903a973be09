"""Where the items of a person lie: from them to their orders, and from each order to what hangs on it. The keys are those that the README
of each domain lists; `tests/integration/privacy/test_erasure.py` finds what was not followed, of what it plants."""

from __future__ import annotations

from collections.abc import Iterator

from functions.privacy.store.items import Item, item_at, items_of
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.ids import derived_id


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
    for table in ("customers", "invoices", "notifications"):
        yield from _whole(table, of)
    yield from _whole("payments", f"WALLET#{customer_id}")
    yield from _whole("payments", f"DEVICES#{customer_id}")
    for cart in items_of("carts", of, index="gsi1"):
        yield from _whole("carts", cart.pk)
    for complaint in items_of("aftersales", f"COMPLAINTS#{customer_id}", index="gsi1"):
        yield from _complaint(complaint.pk)
    yield from _reviews(customer_id)
    yield from _whole("privacy", f"PERSON#{customer_id}")


def orders_of(customer_id: str) -> list[str]:
    return [item.pk.partition("#")[2] for item in items_of("orders", f"CUS#{customer_id}", index="gsi1") if item.kind == "order"]


def of_order(order_id: str) -> Iterator[Belonging]:
    of = f"ORD#{order_id}"
    order = item_at("orders", of, "ORDER")
    yield from _whole("orders", of, order_id)
    if order is not None and order.body:
        yield from _one("orders", f"NUMBER#{order.body['number']}", "NUMBER", order_id)
        if cart_id := order.body.get("cart_id"):
            yield from _whole("carts", f"CART#{cart_id}", order_id)
    for table in ("payments", "notifications", "aftersales"):
        yield from _whole(table, of, order_id)
    for complaint in items_of("aftersales", f"COMPLAINTS#{order_id}", index="gsi1"):
        yield from _complaint(complaint.pk)
    yield from _payments(of, order_id)
    yield from _aftersales(of, order_id)
    yield from _invoices(of, order_id)


def _payments(of: str, order_id: str) -> Iterator[Belonging]:
    for payment in items_of("payments", of, index="gsi1"):
        if not payment.pk.startswith("PAY#"):
            continue
        for one in items_of("payments", payment.pk):
            yield Belonging(one, order_id)
            if one.kind == "refund":
                yield from _one("payments", f"TSK#{one.sk.partition('#')[2]}", "TASK", order_id)
            if one.kind == "event" and (dispute_id := (one.body or {}).get("data", {}).get("dispute_id")):
                yield from _one("payments", f"DSP#{dispute_id}", "DISPUTE", order_id)


def _aftersales(of: str, order_id: str) -> Iterator[Belonging]:
    pieces = item_at("aftersales", of, "CASES")
    for case_id in (pieces.body or {}).get("cases", []) if pieces else []:
        case = item_at("aftersales", f"RET#{case_id}", "CASE")
        for media_id in (case.body or {}).get("evidence", []) if case else []:
            yield from _one("aftersales", f"MED#{media_id}", "EVIDENCE", order_id, (f"case-evidence/{order_id}/",))
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
    products = dict.fromkeys(bought.sk.partition("#")[0] for bought in items_of("catalog", f"BUYER#{customer_id}"))
    for product_id in products:
        for review in items_of("catalog", f"ALLREVIEWS#{product_id}", index="gsi2"):
            if (review.body or {}).get("customer_id") == customer_id:
                yield from _whole("catalog", review.pk)
    yield from _whole("catalog", f"BUYER#{customer_id}")


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
