"""A legal entity, orders that are paid, and the messages that make their invoices."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from functions.invoices.app import app, follow_orders
from functions.invoices.model.document import Document
from functions.invoices.store.documents import account_of
from tests.integration.orders.buyer import a_variant, an_order, captured, event
from tests.integration.orders.money_moves import told
from tests.support.events import sqs_of_events
from tests.support.http import Answer, Client
from tests.support.identity import bearer

ENTITY: dict[str, Any] = {
    "id": "de", "name": "Example GmbH", "street": "Hafenstr. 1", "city": "Hamburg", "postal_code": "20457", "country": "DE",
    "timezone": "Europe/Berlin", "vat_number": "DE136695976", "email": "post@example.com",
}  # fmt: skip


@cache
def owner() -> Client:
    """One person: an Idempotency-Key is theirs."""
    return Client(app, bearer("owner"))


def sells(*entities: dict[str, Any]) -> Answer:
    answer = owner().put("/v1/admin/invoice_settings", {"entities": list(entities) or [ENTITY]})
    assert answer.status == 200, answer.text
    return answer


@dataclass(frozen=True)
class Sale:
    order: Any
    buyer: Client

    @property
    def documents(self) -> list[Document]:
        return account_of(self.order["id"]).documents

    def line(self, n: int) -> Any:
        return self.order["lines"][n]

    def get(self, path: str = "", **headers: str) -> Answer:
        return Client(app, self.buyer.headers).get(f"/v1/orders/{self.order['id']}/invoices{path}", **headers)


def a_sale(price: int = 5900, quantity: int = 1) -> Sale:
    """Placed and paid; its invoice is not heard of yet."""
    order, buyer = an_order(a_variant(price=price), quantity)
    told(captured(order))
    return Sale(order, buyer)


def hear(sale: Sale, kind: str = "order.paid", *, times: int = 1) -> None:
    messages = [event(kind, {}, sale.order["id"]) for _ in range(times)]
    assert follow_orders(sqs_of_events(messages), None) == {"batchItemFailures": []}
