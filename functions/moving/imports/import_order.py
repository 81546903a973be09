"""A row of orders is applied: it becomes part of the history of whoever bought it, if they are here."""

from __future__ import annotations

from collections.abc import Sequence

from functions.customers import customer_with_login, known_customer
from functions.moving.imports.contact_points import Told, address_of, email_of, is_ahead, name_of, phone_of
from functions.moving.imports.rows import OrderRow
from functions.moving.imports.run import Applied, Run
from functions.moving.model.group import Group
from functions.orders import ImportedLine, ImportedOrder, PaymentStatus, TakenOrder, take_in_order
from functions.platform import RowError, RowStatus
from functions.privacy import note_order_of_before
from functions.shared.plain.errors import Invalid
from functions.shared.plain.settings import settings
from functions.shared.sealing import key_for
from functions.shared.store.transactions import Write

_TOOK_MONEY = frozenset(
    {PaymentStatus.PAID, PaymentStatus.PARTIALLY_REFUNDED, PaymentStatus.REFUNDED, PaymentStatus.DISPUTED, PaymentStatus.CHARGED_BACK}
)


def import_order(row: OrderRow, group: Group, run: Run) -> Applied:
    """Raises ShopError; Invalid for what has not been yet."""
    told = Told(group.lines[0], group.remarks)
    for field, moment in (("placed_at", row.placed_at), ("paid_at", row.paid_at), ("cancelled_at", row.cancelled_at)):
        if moment and is_ahead(moment):
            raise Invalid.field(f"/{field}", "in_future", "History lies behind: this time is yet to come.")
    if group.earlier is not None:
        told.remark("", "duplicate_row", f"Line {group.earlier} is the same order: this one was not used.")
        return Applied(RowStatus.UNCHANGED, None, told.remarks)
    email = email_of(row.email, told)
    phone = phone_of(row.phone, row.address.country, told)
    wanted = ImportedOrder(
        key=f"{run.source}|{row.external_id or row.number}",
        number=row.number,
        customer_id=_buyer(row, email, phone, run),
        currency=row.currency,
        language=row.language or settings().default_language,
        placed_at=row.placed_at,
        payment_status=row.payment_status,
        fulfilment_status=row.fulfilment_status,
        lines=[
            ImportedLine(
                sku=line.sku,
                title=line.title,
                quantity=line.quantity,
                unit_price=line.unit_price,
                subtotal=line.unit_price * line.quantity if line.subtotal is None else line.subtotal,
                list_price=line.list_price,
                discount=line.discount,
                tax=line.tax,
                total=line.total,
            )
            for line in row.lines
        ],
        shipping=row.shipping,
        tax=row.tax,
        total=row.total,
        address=address_of(row.address, told, name=name_of(row.address.name, told), phone=phone, email=email or None),
        discount=row.discount,
        tax_included=row.tax_included,
        refunded=row.refunded,
        paid_at=_paid_at(row),
        cancelled_at=row.cancelled_at or "",
        delivery=row.delivery,
        codes=row.codes,
        taxes=row.taxes,
        note=row.note[:1000],
        private_metadata=_noted(row, run),
    )
    if row.refunded > row.total:
        told.remark("/refunded", "refund_differs", "More was given back than was paid; it stands as the file says.")

    def remember(taken: TakenOrder) -> Sequence[Write]:
        return run.row_writes(group, _applied(taken, group, told))

    if not run.dry:
        note_order_of_before(row.placed_at)
    return _applied(take_in_order(wanted, actor=run.actor, dry=run.dry, remember=remember), group, told)


def _applied(taken: TakenOrder, group: Group, told: Told) -> Applied:
    several = len(group.lines) == len({*group.lines}) > 1
    differences = [
        RowError(
            group.lines[one.line] if several and one.line is not None and one.line < len(group.lines) else group.lines[0],
            "" if one.line is None else f"/lines/{one.line}",
            one.code,
            one.detail,
        )
        for one in taken.differences
    ]
    status = RowStatus.CREATED if taken.created else RowStatus.UPDATED if taken.claimed else RowStatus.UNCHANGED
    return Applied(status, taken.order_id or None, told.remarks, differences)


def _buyer(row: OrderRow, email: str, phone: str, run: Run) -> str | None:
    """Whose it is: by their name in that system, or by the address it was bought with. Else it is a guest's. Raises Erased: an order of
    whoever was forgotten would bring back where they live."""
    if row.customer_external_id and (known := known_customer(f"{run.source}|{row.customer_external_id}")):
        key_for(known)
        return known
    return run.customer_with(email or phone, customer_with_login)


def _paid_at(row: OrderRow) -> str:
    if row.payment_status not in _TOOK_MONEY:
        return ""
    return row.paid_at or row.placed_at


def _noted(row: OrderRow, run: Run) -> dict[str, str]:
    noted = dict(row.metadata) | {"imported_from": run.source}
    if row.external_id:
        noted["external_id"] = row.external_id
    if row.tags:
        noted["tags"] = ", ".join(row.tags)[:500]
    return noted
