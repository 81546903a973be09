"""Whoever reads what is sealed with keys of persons may have those keys, and nobody else makes any (ADR 71); who may sign what (122)."""

from __future__ import annotations

from infra.functions import FUNCTIONS
from infra.functions.model import Function

# They read the shop's rules, timers by an index of keys, recalls: no person.
_NO_PERSON = {
    "checkout-settings", "timers-sweep", "returns-sweep", "fapiao-sweep", "recalls-admin", "marketing-admin",
    # How many orders there are of each state, and which products they name: neither is sealed.
    "member-centre", "recommendations",
}  # fmt: skip
"""Who reads of such an item only what is not sealed."""
_SEALED = ("ORDERS", "CARTS", "AFTERSALES", "INVOICES")


def _reads(function: Function, table: str) -> bool:
    return any(f"TABLE_{table}" in grant.env and "dynamodb:GetItem" in grant.actions for grant in function.grants)


def test_who_reads_what_is_sealed_can_open_it() -> None:
    """O01: without the right an order is 503 in a cloud, and in no test."""
    without = {one.name for one in FUNCTIONS if any(_reads(one, table) for table in _SEALED) and "PERSONS_KEY" not in one.environment}
    assert without == _NO_PERSON


def test_a_key_signs_statements_of_one_kind() -> None:
    """A code of KMS is over any text: who may sign heads of the audit log can sign no closed day, and the other way round."""
    rights = {(grant.actions, grant.env[0], one.name) for one in FUNCTIONS for grant in one.grants if "KEY" in "".join(grant.env)}
    signing = {(name, key) for actions, key, name in rights if "kms:GenerateMac" in actions}
    assert signing == {("audit-chain", "AUDIT_KEY"), ("reports-hourly", "DAYS_KEY")}
    assert {name for actions, key, name in rights if "kms:VerifyMac" in actions and key == "DAYS_KEY"} == {"reports"}
