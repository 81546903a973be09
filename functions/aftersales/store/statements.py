"""Statements of withdrawal: beside what is in the cases of their order, each written once."""

from __future__ import annotations

from functions.aftersales.model.withdrawal import Statement
from functions.aftersales.store.records import AftersalesTable, StatementRecord, order_pk, statement_sk
from functions.shared.plain.bodies import dump, load
from functions.shared.store.again import Overtaken
from functions.shared.store.listing import query_all
from functions.shared.store.records import find
from functions.shared.store.transactions import Write, put_new


def find_statement(order_id: str, statement_id: str) -> Statement | None:
    record = find(StatementRecord, order_pk(order_id), statement_sk(statement_id))
    return load(Statement, record.body) if record else None


def statements_of(order_id: str) -> list[Statement]:
    """Those that something followed from, the first one first. One Query."""
    found = query_all(AftersalesTable, order_pk(order_id), range_condition=AftersalesTable.sk.startswith(statement_sk("")))
    stated = [load(Statement, item.body) for item in found]
    return sorted((one for one in stated if not one.refused), key=lambda one: (one.declared_at, one.id))


def statement_put(stated: Statement) -> Write:
    """The transaction raises Overtaken when it is there already."""
    record = StatementRecord(pk=order_pk(stated.order_id), sk=statement_sk(stated.id), kind="withdrawal", body=dump(stated))
    return put_new(record, Overtaken())
