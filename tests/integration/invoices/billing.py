"""A legal entity, orders that are paid, and the messages that make their invoices."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from functions.invoices.app import app, follow_orders
from functions.invoices.model.document import Document
from functions.invoices.store.documents import account_of
from functions.shared.events.contracts.orders import OrderRefunded
from tests.integration.orders.buyer import a_guest, a_variant, an_order, captured, event, staff
from tests.integration.orders.money_moves import told
from tests.support.events import sqs_of_events
from tests.support.http import Answer, Client
from tests.support.identity import bearer

ENTITY: dict[str, Any] = {
    "id": "de", "name": "Example GmbH", "street": "Hafenstr. 1", "city": "Hamburg", "postal_code": "20457", "country": "DE",
    "timezone": "Europe/Berlin", "vat_number": "DE136695976", "email": "post@example.com",
}  # fmt: skip
GERMAN = {
    "name": "Erika Mustermann", "phone": "+4915112345678", "email": "erika@example.com", "country": "DE", "province": "", "city": "Hamburg",
    "district": "", "street": "Neuer Wall 2", "postal_code": "20354",
}  # fmt: skip


def owner() -> Client:
    return Client(app, bearer("owner"))


def sells(*entities: dict[str, Any]) -> Answer:
    answer = owner().put("/v1/admin/invoice_settings", {"entities": list(entities) or [ENTITY]})
    assert answer.status == 200, answer.text
    return answer


def taxed(*rates: tuple[str, str | None], included: bool = True, rounding: str = "line") -> None:
    """What Germans pay, by tax class; delivery to Germany is free."""
    rows = [{"name": "VAT", "rate": rate, "country": "DE", **({"tax_class": of} if of else {})} for rate, of in rates]
    tax = {"rates": rows, "prices_include_tax": ["DE"] if included else [], "rounding": rounding, "shipping_tax_class": "standard"}
    assert staff().put("/v1/admin/settings/tax", tax).status == 200
    zone = {
        "name": {"en": "Germany"}, "countries": ["DE"],
        "rates": [{"id": "dhl", "carrier": "sandbox", "service": "Standard", "fee": {"amount": 0, "currency": "CNY"}}],
    }  # fmt: skip
    before = staff().get("/v1/admin/settings/shipping").json
    answer = staff().put("/v1/admin/settings/shipping", {"zones": [*before.get("zones", []), zone]})
    assert answer.status == 200, answer.text


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


__all__ = ["ENTITY", "GERMAN", "OrderRefunded", "Sale", "a_guest", "a_sale", "asdict", "hear", "owner", "sells", "taxed"]
