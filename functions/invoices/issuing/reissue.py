"""An invoice that names the wrong buyer: a credit note takes back what it is still for, and a new one says the same of another."""

from __future__ import annotations

from dataclasses import replace

from functions.invoices.documents.schemas import BuyerIn
from functions.invoices.issuing.follow_order import ATTEMPTS, entity_of, said_of
from functions.invoices.issuing.issue import issue
from functions.invoices.model.document import Document, Party
from functions.invoices.model.due import current_invoice, reissued
from functions.invoices.settings.tax_numbers import WrongTaxNumber, vat_number
from functions.invoices.store.documents import account_of, document
from functions.invoices.store.invoice_settings import kept_settings
from functions.orders import order_bill
from functions.shared.events.envelope import Actor
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember


def reissue(document_id: str, changes: BuyerIn, *, actor: Actor, remember: Remember[Document]) -> Document:
    """The new invoice. `changes`: of the buyer. Raises NotFound, Conflict (409 `not_current`: replaced before, or a credit note;
    `nothing_left`: all of it was credited), Invalid (422 `tax_number_wrong`)."""
    found = document(document_id)
    bill, settings = order_bill(found.order_id), kept_settings().settings

    def attempt() -> Document:
        account = account_of(found.order_id)
        if current_invoice(account.documents) != found:
            raise Conflict("This is not the invoice that counts.", code="not_current")
        entity = entity_of(account, bill.order, settings)
        drafts = reissued(account.documents)
        if entity is None or not drafts:
            raise Conflict("All of the invoice was credited.", code="nothing_left")
        said = said_of(bill, account)
        other = replace(said, buyer=changed(said.buyer, changes))
        return issue(account, list(zip(drafts, (said, other), strict=True)), entity, actor=actor, remember=remember)[-1]

    return again(attempt, attempts=ATTEMPTS)


def changed(buyer: Party, changes: BuyerIn) -> Party:
    """Raises Invalid (422 `tax_number_wrong`)."""
    sent = {name: value for name, value in changes.sent_fields().items() if value is not None}
    after = replace(buyer, **sent)
    try:
        return replace(after, vat_number=vat_number(after.country, after.vat_number))
    except WrongTaxNumber as error:
        raise Invalid.field("/buyer/vat_number", "tax_number_wrong", str(error)) from error
