"""Marks that somebody was erased. The end of a person's key: all that was sealed with it is unreadable, and nobody makes another one."""

from __future__ import annotations

from contextlib import suppress

from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.settings import table_name
from functions.shared.sealing import KEY_SK, KeyRecord, forget, key_pk
from functions.shared.store.records import connection, find
from functions.shared.store.transactions import Delete, Update, transact


def is_erased(person: str) -> bool:
    record = find(KeyRecord, key_pk(person), KEY_SK)
    return record is not None and record.body is None


def mark_erased(order_id: str) -> None:
    """Whatever is still told of the order is kept without words about people (functions/orders/shipping/tracking.py). Nothing for a draft
    that never became one."""
    with suppress(connection().client.exceptions.ConditionalCheckFailedException):
        _mark(order_id)


def _mark(order_id: str) -> None:
    connection().client.update_item(
        TableName=table_name("orders"),
        Key={"pk": {"S": f"ORD#{order_id}"}, "sk": {"S": "ORDER"}},
        UpdateExpression="SET erased_at = if_not_exists(erased_at, :now)",
        ExpressionAttributeValues={":now": {"S": times.iso(clock.now())}},
        ConditionExpression="attribute_exists(pk)",
    )


def destroy_key(person: str) -> None:
    """Whether there was one or not. Again: the same."""
    actions = [
        KeyRecord.body.remove(),
        KeyRecord.kind.set("person_key"),
        KeyRecord.erased_at.set(times.iso(clock.now())),
        KeyRecord.version.set(1),
    ]
    transact([Update(KeyRecord, key_pk(person), KEY_SK, actions)])
    forget(person)


def remove_key(person: str) -> None:
    """Without a tombstone: of an address, which may come back by a new wish. Who was erased stays so."""
    record = find(KeyRecord, key_pk(person), KEY_SK)
    if record is not None and record.body is not None:
        transact([Delete(record)])
    forget(person)
