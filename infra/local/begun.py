"""What the shop told a customer to do next, for the simulated providers: so nobody needs a browser to pay."""

from __future__ import annotations

import json
from typing import Any

from infra.changes import describe_stack
from infra.cutting import BASE
from infra.deploy import LOCAL, stack_name
from infra.local.aws import LocalAws


def told_customer(aws: LocalAws, reference: str) -> dict[str, Any] | None:
    """The payment's next action; None for a reference that names none. Which table is in use is asked each time: `shop restore` changes it
    while the shop runs."""
    stack = describe_stack(aws.client("cloudformation"), stack_name(LOCAL, BASE)) or {}
    table = {one["OutputKey"]: one["OutputValue"] for one in stack.get("Outputs", [])}["PaymentsTableInUse"]
    payment_id = f"pay_{reference.upper()}"
    key = {"pk": {"S": f"PAY#{payment_id}"}, "sk": {"S": "PAYMENT"}}
    item = aws.client("dynamodb").get_item(TableName=table, Key=key, ConsistentRead=True).get("Item") or {}
    text = item.get("next_action", {}).get("S")
    action: dict[str, Any] | None = json.loads(text) if text else None
    return action
