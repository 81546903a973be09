"""What the code deletes, some role may delete: on moto everybody may, so only a served shop would tell (its buyers did)."""

from __future__ import annotations

import re
from typing import Any

from infra.cfn import logical
from infra.compose import ROOT
from tests.support.template import as_list, of_type, statements

_DELETES, _TABLE = re.compile(r"\bDelete\(|\bDeleteItem\b"), re.compile(r'table_name = table_name\("([a-z-]+)"\)')


def test_what_a_domain_deletes_is_in_a_table_that_somebody_may_delete_from(template: dict[str, Any]) -> None:
    """I07: who was moved to another group, and who left one, was deleted there, which no function may: paid orders had no place."""
    allowed = {
        resource["Fn::GetAtt"][0]
        for properties in of_type(template, "AWS::IAM::Role").values()
        for statement in statements(properties)
        for resource in as_list(statement["Resource"])
        if "dynamodb:DeleteItem" in as_list(statement["Action"])
    }
    for domain in (folder for folder in (ROOT / "functions").iterdir() if folder.is_dir() and folder.name != "shared"):
        sources = [path.read_text(encoding="utf-8") for path in domain.rglob("*.py")]
        if any(_DELETES.search(source) for source in sources):
            tables = {logical(name, "Table") for source in sources for name in _TABLE.findall(source)}
            assert tables & allowed, domain.name
