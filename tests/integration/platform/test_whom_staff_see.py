"""What answers staff an address, a mailbox or a number is masked, or leaves a row of whom they saw, or is listed with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from functions.platform.service.contract import operations
from functions.shared.audit.fact import Fact
from functions.shared.audit.facts import FactRecord
from functions.shared.audit.paths import leaves_a_fact
from functions.shared.http.operation import Operation
from functions.shared.plain.bodies import load
from tests.integration.orders.buyer import a_customer, a_variant, staff

PERSONAL = frozenset({"email", "phone", "street", "postal_code", "recipient", "login", "birth_date", "buyer"})
PRINTED = ("application/pdf", "application/xml", "text/csv")
NOT_OF_CUSTOMERS = {
    "WhoAmI": "one's own address",
    "StaffOut": "colleagues, for who manages them",
    "AddressIn": "where the shop wants returns sent",
    "RecallOut": "where the shop is reached in a recall",
    "ContactView": "who made a product",
    "LegalEntityModel": "the shop itself",
    "PickupPointOut": "a shop where parcels wait",
    "AddressParts": "a warehouse",
}
MASKED = {
    "FoundCustomerOut": "masked, unless `customers.unmask` is asked for",
    "AddressRowOut": "masked, unless `customers.unmask` is asked for",
    "MessageRow": "kept masked",
    "MessageOut": "kept masked",
    "SuppressionOut": "kept masked",
}
WITHOUT_PERSONS = {
    "GET /v1/admin/reports/pack.pdf": "sums of a period",
    "GET /v1/admin/reconciliations/{id}/differences.csv": "a provider's statement against the ledger: payments and amounts",
}


def _models(kind: Any, seen: set[type[BaseModel]]) -> set[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        if kind not in seen:
            seen.add(kind)
            for field in kind.model_fields.values():
                _models(field.annotation, seen)
    else:
        for part in get_args(kind):
            _models(part, seen)
    return seen


def _in_clear(op: Operation) -> Iterator[str]:
    if op.response_type in PRINTED and str(op) not in WITHOUT_PERSONS:
        yield op.response_type
    for model in _models(op.response, set()) if op.response else ():
        if PERSONAL & set(model.model_fields) and model.__name__ not in NOT_OF_CUSTOMERS | MASKED:
            yield model.__name__


def test_whoever_shows_it_leaves_a_row() -> None:
    """O04, O09: also an operation that will be made tomorrow."""
    showing = {str(op) for op in operations() if op.path.startswith("/v1/admin/") and [*_in_clear(op)]}
    assert len(showing) > 20
    assert [name for name in showing if not leaves_a_fact(*name.split(" ", 1))] == []


def test_no_reason_is_left_over() -> None:
    """O09"""
    named = {model.__name__ for op in operations() for model in (_models(op.response, set()) if op.response else ())}
    assert {*NOT_OF_CUSTOMERS, *MASKED} - named == set()
    assert set(WITHOUT_PERSONS) - {str(op) for op in operations()} == set()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_look_at_an_order_tells_whose_it_is(method: str) -> None:
    """O04: which order, and the person where it has one; who was refused saw nothing."""
    buyer = a_customer()
    buyer.add(a_variant())
    order = buyer.ready().place().json
    path = f"/v1/admin/orders/{order['id']}"
    before = {record.pk for record in FactRecord.scan()}
    assert staff("analyst").call(method, path, None, {}).status == 403
    assert staff("support").call(method, path, None, {}).status == 200
    (fact,) = [load(Fact, record.body) for record in FactRecord.scan() if record.pk not in before]
    assert (fact.action, fact.after["operation"]) == ("personal_data.read", "GET /v1/admin/orders/{id}")
    assert (fact.subject, fact.after["persons"]) == (order["customer_id"], [order["customer_id"]])
    assert fact.source_ip is not None
