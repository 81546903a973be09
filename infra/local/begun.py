"""What the shop told a customer to do next, for the simulated providers: so nobody needs a browser to pay."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from functions.shared.sealing import opened_with
from infra.changes import describe_stack
from infra.cutting import BASE
from infra.deploy import LOCAL, stack_name
from infra.local.aws import LocalAws
from infra.transfer.keys import Keys


@dataclass(frozen=True)
class _Place:
    dynamodb: Any
    kms: Any
    tables: Mapping[str, str]
    persons_key: str


def told_customer(aws: LocalAws, reference: str) -> dict[str, Any] | None:
    """The payment's next action; None for a reference that names none. Which table is in use is asked each time: `shop restore` changes it
    while the shop runs."""
    stack = describe_stack(aws.client("cloudformation"), stack_name(LOCAL, BASE)) or {}
    told = {one["OutputKey"]: one["OutputValue"] for one in stack.get("Outputs", [])}
    place = _Place(aws.client("dynamodb"), aws.client("kms"), {"privacy": told["PrivacyTableInUse"]}, told["PersonsKey"])
    key = {"pk": {"S": f"PAY#pay_{reference.upper()}"}, "sk": {"S": "PAYMENT"}}
    item = place.dynamodb.get_item(TableName=told["PaymentsTableInUse"], Key=key, ConsistentRead=True).get("Item") or {}
    text = _opened(place, key["pk"]["S"], item.get("next_action", {}).get("S", ""))
    action: dict[str, Any] | None = json.loads(text) if text else None
    return action


def _opened(place: _Place, pk: str, kept: str) -> str:
    """Sealed with the key of its month (ADR 77); what says that there is nothing to do, and what was kept before, is in clear."""
    if not kept or kept.startswith("{"):
        return kept
    whose, _, sealed = kept.partition("|")
    opener = Keys(place).of(whose)
    return opened_with(opener, f"{whose}|{pk}", sealed) if opener else ""
