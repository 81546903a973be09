"""Whoever reads what is sealed with keys of persons may have those keys, and nobody else makes any (ADR 71)."""

from __future__ import annotations

from infra.functions import FUNCTIONS
from infra.functions.model import Function

# They read the shop's rules, and timers by an index of keys: no person.
_NO_PERSON = {"checkout-settings", "timers-sweep"}


def _reads(function: Function, table: str) -> bool:
    return any(f"TABLE_{table}" in grant.env and "dynamodb:GetItem" in grant.actions for grant in function.grants)


def test_who_reads_orders_or_carts_can_open_them() -> None:
    """O01: without the right an order is 503 in a cloud, and in no test."""
    without = {one.name for one in FUNCTIONS if (_reads(one, "ORDERS") or _reads(one, "CARTS")) and "PERSONS_KEY" not in one.environment}
    assert without == _NO_PERSON
