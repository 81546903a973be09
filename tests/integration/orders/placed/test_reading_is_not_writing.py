"""Staff who may only read an order change nothing of it by the ways of its buyer. F-B5"""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from functions.aftersales.app import app as aftersales
from functions.invoices.app import app as invoices
from functions.orders.app import app as orders
from functions.payments.app import app as payments
from functions.platform.service.contract import operations
from functions.shared.auth.roles import ROLES, permissions_of
from functions.shared.contract.examples import example_of
from functions.shared.http.operation import Operation
from tests.integration.orders.buyer import a_variant, an_order
from tests.support.http import Client
from tests.support.identity import bearer

WRITES = [op for op in operations() if op.method != "GET" and op.path.startswith("/v1/orders/{id}/")]
READERS = [role for role in ROLES if not {"orders.write", "payments.write"} & permissions_of(frozenset({role}))]


def tables() -> list[dict[str, Any]]:
    client = boto3.client("dynamodb")
    return [
        item
        for name in ("orders", "payments", "aftersales", "invoices")
        for item in client.scan(TableName=name)["Items"]
        if "IDEM" not in item["pk"]["S"]
    ]


def test_there_is_somebody_to_try_and_something_to_be_tried() -> None:
    assert ("warehouse" in READERS, "POST /v1/orders/{id}/payments" in {f"{op.method} {op.path}" for op in WRITES}) == (True, True)


@pytest.mark.parametrize("op", WRITES, ids=lambda op: op.path)
@pytest.mark.parametrize("role", READERS)
def test_a_reader_changes_nothing(op: Operation, role: str) -> None:
    order, _ = an_order(a_variant())
    before = tables()
    body = example_of(op.body, "validation") if op.body else {}
    app = {"orders": orders, "payments": payments, "aftersales": aftersales, "invoices": invoices}[op.handler.__module__.split(".")[1]]
    answer = Client(app, bearer(role)).call(op.method, op.path.replace("{id}", order["id"]), body)
    assert answer.status in (403, 404), answer.text
    assert tables() == before
