"""What people may do from the beginning, written by whoever deploys: their standing and the register, in one step (`functions/access`)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import functions.access as access
from functions.shared.auth.standing import standing_key
from functions.shared.plain import times
from functions.shared.plain.ids import customer_id
from infra.local.trouble import Trouble

_REGISTER = "REGISTER"
_TRIES = 5


def give_role(dynamodb: Any, table: str, user: dict[str, Any], role: str) -> str:
    """The built-in role for the user of the pool (as `admin_get_user` tells them), besides what they have. Their id in the shop.

    Raises Trouble when others change people all the time.
    """
    facts = {one["Name"]: one["Value"] for one in user["UserAttributes"]}
    person, since = customer_id(facts["sub"]), times.iso(datetime.now(UTC))
    for _ in range(_TRIES):
        found, register = _item(dynamodb, table, standing_key(person)), _item(dynamodb, table, _REGISTER)
        email = facts.get("email", "")
        standing, all_ = access.first_items(person, role, email=email, since=since, standing=found, register=register)
        try:
            dynamodb.transact_write_items(TransactItems=[_put(table, standing, found), _put(table, all_, register)])
        except dynamodb.exceptions.TransactionCanceledException:
            continue
        return person
    raise Trouble("Others change people or roles at this moment; run it again.")


def is_known(dynamodb: Any, table: str, user: dict[str, Any]) -> bool:
    """Whether anything is said of what the user may do."""
    (subject,) = (one["Value"] for one in user["UserAttributes"] if one["Name"] == "sub")
    return "grants" in (_item(dynamodb, table, standing_key(customer_id(subject))) or {})


def _item(dynamodb: Any, table: str, key: str) -> dict[str, Any] | None:
    found: dict[str, Any] = dynamodb.get_item(TableName=table, Key={"pk": {"S": key}, "sk": {"S": key}}, ConsistentRead=True)
    return found.get("Item")


def _put(table: str, item: Any, before: dict[str, Any] | None) -> dict[str, Any]:
    """In place of what was read. Of a standing more may be written than its version says: the end of sessions."""
    put = {"TableName": table, "Item": dict(item), "ConditionExpression": "attribute_not_exists(pk)"}
    if before is None:
        return {"Put": put}
    same = [f"#{name} = :{name}" if name in before else f"attribute_not_exists(#{name})" for name in ("version", "valid_from")]
    values = {f":{name}": before[name] for name in ("version", "valid_from") if name in before}
    names = {"#version": "version", "#valid_from": "valid_from"}
    return {
        "Put": put
        | {"ConditionExpression": " AND ".join(same), "ExpressionAttributeNames": names}
        | ({"ExpressionAttributeValues": values} if values else {})
    }
