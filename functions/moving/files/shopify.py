"""Shopify's exports of customers and of orders, with the columns of both their generations. An order has a row for each of its lines; the
first one has what is said of the whole. Pure.

Columns: help.shopify.com, "Exporting customers" and "Exporting orders".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from functions.moving.files.cells import Cells, Reader, joined, known_currency, plain, said, tags_of
from functions.moving.model.group import Fault, Group
from functions.shared.plain.amounts import DecimalMark

CUSTOMER_COLUMNS = frozenset({"Accepts Email Marketing", "Accepts Marketing", "Total Spent", "Total Orders", "Default Address Company"})
ORDER_COLUMNS = frozenset({"Lineitem name", "Lineitem quantity", "Financial Status"})
AMOUNTS = ("Subtotal", "Shipping", "Taxes", "Total", "Discount Amount", "Lineitem price", "Lineitem discount", "Refunded Amount")
_HEAD = ("Financial Status", "Total", "Created at", "Currency")
_PAID = {
    "paid": "paid",
    "pending": "unpaid",
    "authorized": "authorized",
    "partially_paid": "partially_paid",
    "partially_refunded": "partially_refunded",
    "refunded": "refunded",
    "voided": "unpaid",
    "expired": "unpaid",
    "unpaid": "unpaid",
}
_SENT = {"": "unfulfilled", "unfulfilled": "unfulfilled", "partial": "partial", "fulfilled": "fulfilled", "restocked": "returned"}


def customer_groups(rows: Iterable[tuple[int, Cells]], timezone: str) -> list[Group]:
    return [_customer(line, row, timezone) for line, row in rows]


def _customer(line: int, row: Cells, timezone: str) -> Group:
    reader = Reader("", timezone)
    name = joined(row.get("First Name", ""), row.get("Last Name", ""))
    consents = [
        {"purpose": purpose, "given": given}
        for purpose, given in (
            ("marketing_email", reader.flag(line, row, "Accepts Email Marketing", "Accepts Marketing")),
            ("marketing_sms", reader.flag(line, row, "Accepts SMS Marketing")),
        )
        if given is not None
    ]
    address = _address(row, "Default Address ") or _address(row, "")
    body = said(
        external_id=plain(row.get("Customer ID", "")),
        email=row.get("Email", "").strip(),
        phone=plain(row.get("Phone", "")) or plain(row.get("Default Address Phone", "")),
        name=name,
        note=row.get("Note", "").strip(),
        tags=tags_of(row.get("Tags", "")),
        addresses=[{"name": name, **address}] if address else [],
        consents=consents,
        registered_at=reader.time(line, row, "Created At"),
    )
    return Group((line,), body, reader.faults, reader.remarks)


def order_groups(rows: Iterable[tuple[int, Cells]], timezone: str, mark: DecimalMark | None) -> list[Group]:
    """By their names, wherever in the file their rows stand."""
    orders: list[list[tuple[int, Cells]]] = []
    latest: dict[str, list[tuple[int, Cells]]] = {}
    for line, row in rows:
        name = row.get("Name", "").strip()
        is_head = any(row.get(column, "").strip() for column in _HEAD)
        if is_head or name not in latest:
            latest[name] = []
            orders.append(latest[name])
        latest[name].append((line, row))
    return [_order(group, timezone, mark) for group in orders]


def _order(rows: Sequence[tuple[int, Cells]], timezone: str, mark: DecimalMark | None) -> Group:
    line, head = rows[0]
    currency = head.get("Currency", "").strip().upper()
    reader = Reader(currency, timezone, mark)
    lines = tuple(number for number, _ in rows)
    for column in ("Name", "Created at", "Currency", "Total", "Financial Status"):
        if not head.get(column, "").strip():
            reader.fault(line, column, "missing", "An order's first row says this.")
    if currency and not known_currency(currency):
        reader.fault(line, "Currency", "unknown_currency", "This is no ISO 4217 currency.")
    if reader.faults:
        return Group(lines, {}, reader.faults)
    paid, sent = head["Financial Status"].strip().casefold(), head.get("Fulfillment Status", "").strip().casefold()
    for column, text, known in (("Financial Status", paid, _PAID), ("Fulfillment Status", sent, _SENT)):
        if text not in known:
            reader.fault(line, column, "unknown_status", f"Known are: {', '.join(name for name in known if name)}.")
    placed_at = reader.time(line, head, "Created at")
    goods = [_line(reader, number, row) for number, row in rows if row.get("Lineitem name", "").strip()]
    body = said(
        external_id=plain(head.get("Id", "")) or head["Name"].strip(),
        number=head["Name"].strip(),
        email=head.get("Email", "").strip(),
        phone=plain(head.get("Phone", "")),
        placed_at=placed_at,
        paid_at=reader.time(line, head, "Paid at"),
        cancelled_at=reader.time(line, head, "Cancelled at"),
        payment_status=_PAID.get(paid),
        fulfilment_status=_SENT.get(sent),
        note=head.get("Notes", "").strip(),
        tags=tags_of(head.get("Tags", "")),
        delivery=head.get("Shipping Method", "").strip(),
        codes=[head["Discount Code"].strip()] if head.get("Discount Code", "").strip() else [],
        taxes=_taxes(reader, line, head),
        address=_address(head, "Shipping ") or _address(head, "Billing "),
        metadata=said(payment_method=head.get("Payment Method", "").strip()[:500], source=head.get("Source", "").strip()[:500]),
    )
    discount = _discount(reader, line, head, goods)
    body |= {
        "currency": currency,
        "lines": goods,
        "discount": discount,
        "shipping": reader.money(line, head, "Shipping"),
        "tax": reader.money(line, head, "Taxes"),
        "total": reader.money(line, head, "Total"),
        "refunded": reader.money(line, head, "Refunded Amount"),
    }
    return Group(lines, body, reader.faults, reader.remarks)


def _discount(reader: Reader, line: int, head: Cells, goods: Sequence[dict[str, Any]]) -> int:
    """What the subtotal is less than the lines; where the file calls that another amount it is told."""
    stated = reader.money(line, head, "Discount Amount")
    if not head.get("Subtotal", "").strip():
        return stated
    found: int = sum(one["subtotal"] for one in goods) - reader.money(line, head, "Subtotal")
    of_lines: int = sum(one["discount"] for one in goods)
    if found not in (stated, of_lines, stated + of_lines):
        detail = f"The lines are {found} more than the subtotal, the discount is {stated} (in the smallest unit of {reader.currency})."
        reader.remarks.append(Fault(line, "Subtotal", "totals_differ", detail))
    return found


def _line(reader: Reader, line: int, row: Cells) -> dict[str, Any]:
    quantity, price = reader.pieces(line, row, "Lineitem quantity"), reader.money(line, row, "Lineitem price")
    compared = reader.money(line, row, "Lineitem compare at price")
    return {
        "sku": plain(row.get("Lineitem sku", ""))[:100],
        "title": row["Lineitem name"].strip()[:500],
        "quantity": quantity,
        "unit_price": price,
        "subtotal": price * quantity,
        "discount": reader.money(line, row, "Lineitem discount"),
        **({"list_price": compared} if compared > price else {}),
    }


def _taxes(reader: Reader, line: int, head: Cells) -> dict[str, int]:
    found: dict[str, int] = {}
    for number in range(1, 6):
        name, amount = head.get(f"Tax {number} Name", "").strip(), reader.money(line, head, f"Tax {number} Value")
        if name and amount:
            found[name[:100]] = found.get(name[:100], 0) + amount
    return found


def _address(row: Cells, prefix: str) -> dict[str, Any]:
    """Empty where nobody lives: a country alone is none."""
    street = joined(row.get(f"{prefix}Address1", ""), row.get(f"{prefix}Address2", "")) or row.get(f"{prefix}Street", "").strip()
    found = said(
        name=row.get(f"{prefix}Name", "").strip(),
        company=row.get(f"{prefix}Company", "").strip(),
        phone=plain(row.get(f"{prefix}Phone", "")),
        country=row.get(f"{prefix}Country Code", "").strip() or row.get(f"{prefix}Country", "").strip(),
        province=row.get(f"{prefix}Province Code", "").strip() or row.get(f"{prefix}Province", "").strip(),
        city=row.get(f"{prefix}City", "").strip(),
        street=street,
        postal_code=plain(row.get(f"{prefix}Zip", "")),
    )
    return dict(found) if found.keys() & {"city", "street", "postal_code"} else {}
