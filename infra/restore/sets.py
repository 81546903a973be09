"""The sets of tables a stage can have: the ones its base made, and restored ones. What their names end in tells them apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from infra.changes import describe_stack
from infra.compose import domains
from infra.cutting import BASE
from infra.deploy import stack_name
from infra.fragments import load
from infra.local.trouble import Trouble
from infra.parts.tables import stream_parameter

TABLES: tuple[str, ...] = tuple(load("tables")["tables"])
SUFFIX = "TableSuffix"
ORIGINAL = "original"
"""How people call the tables that the base made; so nothing else may be called so."""


@dataclass(frozen=True)
class TableSet:
    stage: str
    suffix: str
    """Empty for the tables that the base made."""
    unrestored: frozenset[str] = field(default=frozenset(), compare=False)
    """Tables that are newer than the rest of the set: those of the base stand in for them."""

    def name(self, table: str) -> str:
        return f"shop-{self.stage}-{table}{'' if table in self.unrestored else self.suffix}"

    @property
    def restored(self) -> list[str]:
        return [table for table in TABLES if table not in self.unrestored] if self.suffix else []

    def __str__(self) -> str:
        return self.name("*") + "".join(f" with {self.name(table)}" for table in sorted(self.unrestored))


def set_in_use(cloudformation: Any, stage: str) -> TableSet:
    """The base is told first, so it knows best what the stage uses, or is on its way to. Raises Trouble."""
    base = parameters_of(cloudformation, stack_name(stage, BASE))
    if SUFFIX not in base:
        raise Trouble(f"The stage {stage} was deployed by a version that could not use restored tables. Deploy it once, then come again.")
    return TableSet(stage, base[SUFFIX], frozenset(table for table in TABLES if base[SUFFIX] and not base.get(stream_parameter(table))))


def set_there(dynamodb: Any, stage: str, suffix: str) -> TableSet:
    """The tables whose names end so. Raises Trouble when there are none."""
    there = frozenset(table for table in TABLES if described(dynamodb, TableSet(stage, suffix).name(table)) is not None)
    if not there:
        raise Trouble(f"There are no tables {TableSet(stage, suffix)}.")
    return TableSet(stage, suffix, frozenset(TABLES) - there)


def described(dynamodb: Any, name: str) -> dict[str, Any] | None:
    """The table, or None if there is none."""
    try:
        table: dict[str, Any] = dynamodb.describe_table(TableName=name)["Table"]
    except dynamodb.exceptions.ResourceNotFoundException:
        return None
    return table


def all_use(cloudformation: Any, tables: TableSet) -> bool:
    """False where a change of tables ended half-way."""
    stacks = [parameters_of(cloudformation, stack_name(tables.stage, stack)) for stack in (BASE, *domains())]
    return all(parameters.get(SUFFIX) == tables.suffix for parameters in stacks)


def parameters_of(cloudformation: Any, stack: str) -> Mapping[str, str]:
    found = describe_stack(cloudformation, stack) or {}
    return {entry["ParameterKey"]: entry["ParameterValue"] for entry in found.get("Parameters", [])}
