"""What is to be issued next for an order, given what was issued before. Pure.

So documents follow from the state of the order and its refunds, not from messages: told twice, late or in another order, they come out the
same. At any time invoices less credit notes are what was paid less what went back.
"""

from __future__ import annotations

from collections.abc import Sequence

from functions.invoices.model.credit import Back, credited, rows_left
from functions.invoices.model.document import Document, Kind
from functions.invoices.model.rows import Row, Sold, rows_of, sums_of
from functions.shared.plain.deferred import dataclass

ORDER = "order"
_BACK, _REISSUE, _AMENDED = "back#", "reissue#", "amended#"
_NOTE = "#note"


@dataclass(frozen=True)
class Refund:
    """`came_back`: its money had gone and is here again. `by_bank`: nobody here gave it; a dispute was lost."""

    id: str
    back: Back
    came_back: bool = False
    by_bank: bool = False


@dataclass(frozen=True)
class Draft:
    """A document without its number. `basis`: what it takes back or stands in for."""

    kind: Kind
    cause: str
    rows: list[Row]
    basis: Document | None = None


def next_due(
    sold: Sequence[Sold], refunds: Sequence[Refund], documents: Sequence[Document], *, may_invoice: bool, revision: int = 0
) -> Sequence[Draft]:
    """What is to be issued together. `may_invoice`: it is paid, and has left if the seller waits for that. `revision`: the amendment that
    made the order what it is, if there was one. Empty: all that is due is issued."""
    invoice = current_invoice(documents)
    if invoice is None:
        rows = rows_of(sold)
        return [Draft(Kind.INVOICE, ORDER, rows)] if may_invoice and any(row.gross for row in rows) else []
    if revision and may_invoice and (amended := _amended(invoice, rows_of(sold), documents, revision)):
        return amended
    draft = _next_of_refunds(invoice, refunds, documents)
    return [draft] if draft else []


def _amended(invoice: Document, rows: list[Row], documents: Sequence[Document], revision: int) -> list[Draft]:
    """The invoice is taken back as far as it still counts, and issued anew for what the order is now, unless that was invoiced."""
    cause = f"{_AMENDED}{revision}"
    if rows == _invoiced(documents) or any(one.cause in (cause, cause + _NOTE) for one in documents):
        return []
    left = [row for row in rows_left(invoice.rows, _noted(invoice, documents)) if row.gross]
    note = [Draft(Kind.CREDIT_NOTE, f"{cause}{_NOTE}", left, invoice)] if left else []
    return [*note, *([Draft(Kind.INVOICE, cause, rows, invoice)] if any(row.gross for row in rows) else [])]


def _invoiced(documents: Sequence[Document]) -> list[Row]:
    """What the order was when it was invoiced last, whoever its buyer was; nothing, if it was amended to cost nothing since."""
    causes = {one.cause for one in documents}
    rows = list[Row]()
    for one in documents:
        if one.kind is Kind.INVOICE and not one.cause.startswith((_BACK, _REISSUE)):
            rows = one.rows
        elif one.cause.startswith(_AMENDED) and one.cause.removesuffix(_NOTE) not in causes:
            rows = []
    return rows


def _next_of_refunds(invoice: Document, refunds: Sequence[Refund], documents: Sequence[Document]) -> Draft | None:
    by_cause = {one.cause: one for one in documents}
    for refund in refunds:
        note = by_cause.get(refund.id)
        if note is None and not refund.came_back:
            noted = _noted(invoice, documents)
            back = back_of(refund, refunds, invoice.rows, noted)
            if back.amount:
                return Draft(Kind.CREDIT_NOTE, refund.id, credited(invoice.rows, noted, back), invoice)
        if note is not None and refund.came_back and f"{_BACK}{refund.id}" not in by_cause:
            return Draft(Kind.INVOICE, f"{_BACK}{refund.id}", note.rows, note)
    return None


def back_of(refund: Refund, refunds: Sequence[Refund], rows: Sequence[Row], notes: Sequence[Row]) -> Back:
    """What it takes of the rows. A bank takes what it takes, whatever was refunded besides; beyond what is left nothing can be credited."""
    left = sums_of(rows_left(rows, notes)).gross
    return Back(other=left) if refund.back.amount > left and any(one.by_bank for one in refunds) else refund.back


def reissued(documents: Sequence[Document]) -> list[Draft]:
    """What takes the invoice back as far as it still counts, and the new one for the same. Empty, if nothing of it is left."""
    invoice = current_invoice(documents)
    left = rows_left(invoice.rows, _noted(invoice, documents)) if invoice else []
    if invoice is None or not any(row.gross for row in left):
        return []
    cause = f"{_REISSUE}{len(documents)}"
    note = [row for row in left if row.gross]
    return [Draft(Kind.CREDIT_NOTE, f"{cause}#note", note, invoice), Draft(Kind.INVOICE, cause, left, invoice)]


def current_invoice(documents: Sequence[Document]) -> Document | None:
    """The one that refunds are taken off."""
    invoices = [one for one in documents if one.kind is Kind.INVOICE and not one.cause.startswith(_BACK)]
    return invoices[-1] if invoices else None


def _noted(invoice: Document, documents: Sequence[Document]) -> list[Row]:
    """The rows of its notes, without those whose money came back."""
    undone = {one.basis_id for one in documents if one.cause.startswith(_BACK)}
    return [
        row for one in documents if one.kind is Kind.CREDIT_NOTE and one.basis_id == invoice.id and one.id not in undone for row in one.rows
    ]
