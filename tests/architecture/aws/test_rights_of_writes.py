"""What the code writes, its roles may write: on moto everybody may, so only a served shop would tell (its buyers did)."""

from __future__ import annotations

import re
from typing import Any

from infra.cfn import logical
from infra.compose import ROOT
from infra.functions import FUNCTIONS
from infra.functions.payments import GIVE_BACK
from tests.support.template import as_list, of_type, statements

_DELETES, _TABLE = re.compile(r"\bDelete\(|\bDeleteItem\b"), re.compile(r'table_name = table_name\("([a-z-]+)"\)')


def _who_may(template: dict[str, Any], action: str) -> set[tuple[str, str]]:
    """(role, table)"""
    return {
        (role, resource["Fn::GetAtt"][0])
        for role, properties in of_type(template, "AWS::IAM::Role").items()
        for statement in statements(properties)
        for resource in as_list(statement["Resource"])
        if action in as_list(statement["Action"])
    }


def test_what_a_domain_deletes_is_in_a_table_that_somebody_may_delete_from(template: dict[str, Any]) -> None:
    """I07: who was moved to another group, and who left one, was deleted there, which no function may: paid orders had no place."""
    allowed = {table for _, table in _who_may(template, "dynamodb:DeleteItem")}
    for domain in (folder for folder in (ROOT / "functions").iterdir() if folder.is_dir() and folder.name != "shared"):
        sources = [path.read_text(encoding="utf-8") for path in domain.rglob("*.py")]
        if any(_DELETES.search(source) for source in sources):
            tables = {logical(name, "Table") for source in sources for name in _TABLE.findall(source)}
            assert tables & allowed, domain.name


def test_who_gives_credit_back_may_ask_whether_its_owner_was_erased(template: dict[str, Any]) -> None:
    """X19: one transaction with the ledger (`give_value_back`); without it every refund to store credit was a 500."""
    giving = {logical(one.name, "Role") for one in FUNCTIONS if all(right in one.grants for right in GIVE_BACK)}
    assert giving >= {"PaymentsAdminRole", "GoodwillRole", "PaymentWorkerRole", "PaymentOrdersRole"}
    asking = {role for role, table in _who_may(template, "dynamodb:ConditionCheckItem") if table == "PrivacyTable"}
    assert giving <= asking
