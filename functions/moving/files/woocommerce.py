"""WooCommerce's customers and orders: as its REST API writes them (version 3; an array or an object per line), and as its exports to CSV do
(customers of Analytics and of the export plugins; orders one row per item). Pure.

Fields: woocommerce.github.io/woocommerce-rest-api-docs, "Customers" and "Orders".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from functions.moving.files.cells import Cells, Reader, joined, known_currency, moment, plain, said
from functions.moving.model.group import Fault, Group
from functions.shared.plain.amounts import DecimalMark

ORDER_COLUMNS = frozenset({"order_id", "order_number", "order_total", "item_name"})
CUSTOMER_COLUMNS = frozenset({"user_email", "billing_email", "Sign Up", "Sign up", "Total spend", "Username", "date_registered"})
AMOUNTS = ("order_total", "shipping_total", "tax_total", "discount_total", "item_total", "item_subtotal", "item_tax", "refunded_total")
_PAID = {
    "pending": "unpaid",
    "on-hold": "unpaid",
    "failed": "unpaid",
    "cancelled": "unpaid",
    "draft": "unpaid",
    "checkout-draft": "unpaid",
    "processing": "paid",
    "completed": "paid",
    "refunded": "refunded",
}
_SENT = {"completed": "fulfilled", "refunded": "returned"}


def customer_of(line: int, told: Mapping[str, Any], timezone: str) -> Group:
    """Of the REST API."""
    reader = Reader("", timezone)
    billing, shipping = _map(told, "billing"), _map(told, "shipping")
    name = joined(_text(told, "first_name"), _text(told, "last_name")) or joined(_text(billing, "first_name"), _text(billing, "last_name"))
    addresses = [one for one in (_address(shipping), _address(billing)) if one]
    body = said(
        external_id=_text(told, "id"),
        email=_text(told, "email") or _text(billing, "email"),
        phone=plain(_text(billing, "phone")),
        name=name,
        addresses=[{"name": name, **one} for one in addresses if one is addresses[0] or one != addresses[0]],
        registered_at=_time(reader, line, told, "date_created"),
    )
    return Group((line,), body, reader.faults, reader.remarks)


def order_of(line: int, told: Mapping[str, Any], timezone: str) -> Group:
    """Of the REST API."""
    currency = _text(told, "currency").upper()
    reader = Reader(currency, timezone, ".")
    if not known_currency(currency):
        reader.fault(line, "/currency", "unknown_currency", "This is no ISO 4217 currency.")
        return Group((line,), {}, reader.faults)
    cells = {name: _text(told, name) for name in ("total", "shipping_total", "total_tax", "discount_total")}
    items = [one for one in _list(told, "line_items") if isinstance(one, dict)]
    fees = [one for one in _list(told, "fee_lines") if isinstance(one, dict)]
    goods = [_item(reader, line, one) for one in items] + [_item(reader, line, {**one, "quantity": 1}) for one in fees]
    refunded = sum(
        abs(reader.money(line, {"/refunds": _text(one, "total")}, "/refunds")) for one in _list(told, "refunds") if isinstance(one, dict)
    )
    billing, shipping = _map(told, "billing"), _map(told, "shipping")
    delivery = next((_text(one, "method_title") for one in _list(told, "shipping_lines") if isinstance(one, dict)), "")
    body = _order(
        reader,
        line,
        status=_text(told, "status"),
        placed_at=_time(reader, line, told, "date_created"),
        paid_at=_time(reader, line, told, "date_paid"),
        refunded=refunded,
        total=reader.money(line, cells, "total"),
        external_id=_text(told, "id"),
        number=_text(told, "number") or _text(told, "id"),
        customer_external_id=_text(told, "customer_id").lstrip("0"),
        email=_text(billing, "email"),
        phone=plain(_text(billing, "phone")),
        note=_text(told, "customer_note"),
        delivery=delivery,
        codes=[_text(one, "code") for one in _list(told, "coupon_lines") if isinstance(one, dict) and _text(one, "code")],
        address={"name": joined(_text(billing, "first_name"), _text(billing, "last_name")), **(_address(shipping) or _address(billing))},
        metadata=said(payment_method=_text(told, "payment_method_title")[:500]),
    )
    body |= {
        "currency": currency,
        "lines": goods,
        "discount": reader.money(line, cells, "discount_total"),
        "shipping": reader.money(line, cells, "shipping_total"),
        "tax": reader.money(line, cells, "total_tax"),
        **({"tax_included": False} if "prices_include_tax" in told else {}),
    }
    return Group((line,), body, reader.faults, reader.remarks)


def customer_groups(rows: Iterable[tuple[int, Cells]], timezone: str) -> list[Group]:
    """Of a table."""
    groups = []
    for line, row in rows:
        reader = Reader("", timezone)
        at = next((column for column in ("date_registered", "user_registered", "Sign Up", "Sign up") if row.get(column)), "")
        name = joined(row.get("first_name", ""), row.get("last_name", "")) or row.get("Name", "").strip()
        address = _of_table(row, "billing_") or _of_table(row, "shipping_") or _of_analytics(row)
        body = said(
            external_id=plain(row.get("customer_id", "") or row.get("user_id", "") or row.get("ID", "")),
            email=(row.get("user_email") or row.get("billing_email") or row.get("email") or row.get("Email") or "").strip(),
            phone=plain(row.get("billing_phone", "") or row.get("phone", "")),
            name=name or joined(row.get("billing_first_name", ""), row.get("billing_last_name", "")),
            addresses=[{"name": name, **address}] if address else [],
            registered_at=reader.time(line, row, at) if at else None,
        )
        groups.append(Group((line,), body, reader.faults, reader.remarks))
    return groups


def order_groups(rows: Iterable[tuple[int, Cells]], timezone: str, mark: DecimalMark | None) -> list[Group]:
    """Of a table with a row per item, all of which say the whole order."""
    orders: dict[str, list[tuple[int, Cells]]] = {}
    for line, row in rows:
        orders.setdefault(row.get("order_id", "").strip() or row.get("order_number", "").strip(), []).append((line, row))
    return [_of_rows(name, group, timezone, mark) for name, group in orders.items()]


def _of_rows(name: str, rows: Sequence[tuple[int, Cells]], timezone: str, mark: DecimalMark | None) -> Group:
    line, head = rows[0]
    lines = tuple(number for number, _ in rows)
    currency = (head.get("order_currency") or head.get("currency") or "").strip().upper()
    reader = Reader(currency, timezone, mark)
    if not known_currency(currency):
        return Group(lines, {}, [Fault(line, "order_currency", "unknown_currency", "This is no ISO 4217 currency.")])
    goods = []
    for number, row in rows:
        if not row.get("item_name", "").strip():
            continue
        told = {column: row.get(f"item_{column}", "") for column in ("name", "sku", "quantity", "subtotal", "total", "total_tax")}
        goods.append(_item(reader, number, {**told, "total_tax": told["total_tax"] or row.get("item_tax", "")}))
    body = _order(
        reader,
        line,
        status=head.get("status", "").strip(),
        placed_at=reader.time(line, head, "date" if head.get("date") else "order_date"),
        paid_at=reader.time(line, head, "date_paid") or reader.time(line, head, "paid_date"),
        refunded=abs(reader.money(line, head, "refunded_total")),
        total=reader.money(line, head, "order_total"),
        external_id=name,
        number=head.get("order_number_formatted", "").strip() or head.get("order_number", "").strip() or name,
        customer_external_id=plain(head.get("customer_id", "")).lstrip("0"),
        email=(head.get("billing_email") or head.get("customer_email") or "").strip(),
        phone=plain(head.get("billing_phone", "")),
        note=head.get("customer_note", "").strip(),
        delivery=head.get("shipping_method", "").strip(),
        address=_of_table(head, "shipping_") or _of_table(head, "billing_"),
        metadata=said(payment_method=head.get("payment_method", "").strip()[:500]),
    )
    body |= {
        "currency": currency,
        "lines": goods,
        "discount": reader.money(line, head, "discount_total"),
        "shipping": reader.money(line, head, "shipping_total"),
        "tax": reader.money(line, head, "tax_total"),
    }
    return Group(lines, body, reader.faults, reader.remarks)


def _order(reader: Reader, line: int, *, status: str, placed_at: str | None, paid_at: str | None, **fields: Any) -> dict[str, Any]:
    state = status.removeprefix("wc-").casefold()
    if state not in _PAID:
        reader.fault(line, "status", "unknown_status", f"Known are: {', '.join(_PAID)}.")
    if placed_at is None and not reader.faults:
        reader.fault(line, "date_created", "missing", "An order says when it was placed.")
    paid = _PAID.get(state)
    if paid_at and paid == "unpaid":
        paid = "paid"
    if paid == "paid" and fields["refunded"]:
        paid = "refunded" if fields["refunded"] >= fields["total"] else "partially_refunded"
    if state == "refunded" and not fields["refunded"]:
        fields["refunded"] = fields["total"]
    body = said(
        placed_at=placed_at,
        paid_at=paid_at or (placed_at if paid != "unpaid" else None),
        cancelled_at=placed_at if state == "cancelled" else None,
        payment_status=paid,
        fulfilment_status=_SENT.get(state, "unfulfilled"),
        **fields,
    )
    return body | {"total": fields["total"], "refunded": fields["refunded"]}


def _item(reader: Reader, line: int, told: Mapping[str, Any]) -> dict[str, Any]:
    """Its amounts are of all its pieces; what one costs may be no whole number, which is told."""
    cells = {name: _text(told, name) for name in ("quantity", "subtotal", "total", "total_tax")}
    quantity, total = reader.pieces(line, cells, "quantity"), reader.money(line, cells, "total")
    subtotal = reader.money(line, cells, "subtotal") if cells["subtotal"] else total
    return {
        "sku": _text(told, "sku")[:100],
        "title": _text(told, "name")[:500] or "?",
        "quantity": quantity,
        "unit_price": subtotal // quantity if quantity else 0,
        "subtotal": subtotal,
        "discount": subtotal - total,
        "tax": reader.money(line, cells, "total_tax"),
    }


def _address(told: Mapping[str, Any]) -> dict[str, Any]:
    return _of_table({name: _text(told, name) for name in told}, "")


def _of_table(row: Cells, prefix: str) -> dict[str, Any]:
    found = said(
        name=joined(row.get(f"{prefix}first_name", ""), row.get(f"{prefix}last_name", "")),
        company=row.get(f"{prefix}company", "").strip(),
        phone=plain(row.get(f"{prefix}phone", "")),
        country=row.get(f"{prefix}country", "").strip(),
        province=row.get(f"{prefix}state", "").strip(),
        city=row.get(f"{prefix}city", "").strip(),
        street=joined(row.get(f"{prefix}address_1", ""), row.get(f"{prefix}address_2", "")),
        postal_code=plain(row.get(f"{prefix}postcode", "")),
    )
    return dict(found) if found.keys() & {"city", "street", "postal_code"} else {}


def _of_analytics(row: Cells) -> dict[str, Any]:
    country = row.get("Country / Region", "").strip()
    found = said(
        country=country,
        province=row.get("Region", "").strip(),
        city=row.get("City", "").strip(),
        postal_code=plain(row.get("Postal code", "")),
    )
    return dict(found) if found.keys() & {"city", "postal_code"} else {}


def _time(reader: Reader, line: int, told: Mapping[str, Any], name: str) -> str | None:
    """`…_gmt` is in UTC; the other one is in the zone of that shop, taken for this one's."""
    if gmt := _text(told, f"{name}_gmt"):
        found = moment(f"{gmt}Z", reader.timezone)
    elif local := _text(told, name):
        found = moment(local, reader.timezone)
    else:
        return None
    if found is None:
        reader.fault(line, f"/{name}", "invalid_time", "This is no time.")
    return found


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    return "" if value is None or isinstance(value, dict | list | bool) else str(value).strip()


def _map(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = told.get(name)
    return value if isinstance(value, dict) else {}


def _list(told: Mapping[str, Any], name: str) -> Sequence[Any]:
    value = told.get(name)
    return value if isinstance(value, list) else []
