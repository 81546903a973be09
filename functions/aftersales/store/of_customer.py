"""Face: a customer's cases and complaints in short, newest first."""

from __future__ import annotations

from functions.aftersales.store.cases import cases_of_customer
from functions.aftersales.store.complaints import complaints_by
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class CustomersCase:
    """`kind` of a complaint: `complaint`. What people wrote is read in it, not here."""

    id: str
    number: str
    order_id: str
    kind: str
    status: str
    opened_at: str


def customers_cases(customer_id: str, *, limit: int) -> list[CustomersCase]:
    """Two Queries."""
    cases = cases_of_customer(customer_id, limit=limit, cursor=None).data
    complaints = complaints_by(customer_id, limit=limit, cursor=None).data
    found = [CustomersCase(one.id, one.number, one.order_id, one.kind.value, one.state.value, one.opened_at) for one in cases]
    found += [CustomersCase(one.id, one.number, one.order_id, "complaint", one.state.value, one.opened_at) for one in complaints]
    return sorted(found, key=lambda one: (one.opened_at, one.id), reverse=True)[:limit]
