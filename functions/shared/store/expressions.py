"""Conditions and updates as DynamoDB reads them.

PynamoDB writes each of them the long way round (names by a pattern, tables looked up, items put together twice): a seventh of what the
interpreter does to place an order. A test compares each kind with what PynamoDB writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path, Value
from pynamodb.expressions.update import Action, AddAction, DeleteAction, RemoveAction, SetAction
from pynamodb.expressions.util import substitute_names

from functions.shared.store.records import Record

_CLAUSES = (("SET", SetAction), ("REMOVE", RemoveAction), ("ADD", AddAction), ("DELETE", DeleteAction))


@cache
def is_new(model: type[Record]) -> Condition:
    """There is no such item yet."""
    return model.pk.does_not_exist()


_IS_NEW = {"ConditionExpression": "attribute_not_exists (#0)", "ExpressionAttributeNames": {"#0": "pk"}}


def expressions(model: type[Record], condition: Condition | None = None, actions: Sequence[Action] | None = None) -> dict[str, Any]:
    """The parameters that say under which condition an item is written, and what is changed."""
    if condition is None and actions is None:
        return {}
    if actions is None and condition is is_new(model):
        return dict(_IS_NEW)
    names, values, said = dict[str, str](), dict[str, Any](), dict[str, Any]()
    if condition is not None:
        said["ConditionExpression"] = _text(condition, names, values)
    if actions is not None:
        said["UpdateExpression"] = " ".join([f"{clause} {', '.join(texts)}" for clause, texts in _clauses(actions, names, values)])
    if names:
        said["ExpressionAttributeNames"] = {placeholder: name for name, placeholder in names.items()}
    if values:
        said["ExpressionAttributeValues"] = values
    return said


def _clauses(actions: Sequence[Action], names: dict[str, str], values: dict[str, Any]) -> list[tuple[str, list[str]]]:
    by_kind = [(clause, [action for action in actions if isinstance(action, kind)]) for clause, kind in _CLAUSES]
    return [(clause, [_text(action, names, values) for action in own]) for clause, own in by_kind if own]


def _text(node: Any, names: dict[str, str], values: dict[str, Any]) -> str:
    if isinstance(node, Value):
        placeholder = f":{len(values)}"
        values[placeholder] = node.value
        return placeholder
    if isinstance(node, Path):
        path = node.path
        return _name(path[0], names) if len(path) == 1 and "[" not in path[0] else substitute_names(path, names)
    texts = [_text(part, names, values) for part in node.values]
    if isinstance(node, Condition):
        return node.format_string.format(*texts, operator=node.operator)
    return str(node.format_string.format(*texts))


def _name(name: str, names: dict[str, str]) -> str:
    placeholder = names.get(name)
    if placeholder is None:
        placeholder = names[name] = f"#{len(names)}"
    return placeholder
