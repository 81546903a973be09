"""What e-invoices need of an order: what was bought, what went back, and who sells."""

from __future__ import annotations

from functions.invoices.issuing.follow_order import entity_of, refunds_of, sold_of
from functions.invoices.model.due import Refund
from functions.invoices.model.fapiao import CURRENCY
from functions.invoices.model.fapiao_due import worth
from functions.invoices.model.legal_entity import LegalEntity
from functions.invoices.model.rows import Row, Sold
from functions.invoices.store.documents import account_of
from functions.invoices.store.invoice_settings import kept_settings
from functions.orders import Order, OrderBill, order_bill
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class Known:
    """An order as its e-invoices follow it."""

    bill: OrderBill
    entity: LegalEntity | None
    sold: list[Sold]
    refunds: list[Refund]

    @property
    def order(self) -> Order:
        return self.bill.order

    @property
    def has_fapiao(self) -> bool:
        """Whether its seller issues e-invoices for such orders at all."""
        return bool(self.entity and self.entity.fapiao_provider) and self.order.currency == CURRENCY

    @property
    def worth(self) -> list[Row]:
        """What an e-invoice of now would be for; empty as long as it is not paid."""
        return worth(self.sold, self.refunds) if self.bill.paid else []


def known_order(order_id: str) -> Known:
    """Four requests at most. Raises NotFound."""
    bill = order_bill(order_id)
    entity = entity_of(account_of(order_id), bill.order, kept_settings().settings)
    return Known(bill, entity, sold_of(bill.order), refunds_of(bill))
