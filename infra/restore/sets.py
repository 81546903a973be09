"""The sets of tables a stage can have: the ones its base made, and restored ones. What their names end in tells them apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from infra.changes import describe_stack
from infra.compose import domains
from infra.cutting import BASE
from infra.deploy import stack_name
from infra.fragments import load
from infra.local.trouble import Trouble

TABLES: tuple[str, ...] = tuple(load("tables")["tables"])
SUFFIX = "TableSuffix"


@dataclass(frozen=True)
class TableSet:
    stage: str
    suffix: str
    """Empty for the tables that the base made."""

    def name(self, table: str) -> str:
        return f"shop-{self.stage}-{table}{self.suffix}"

    def __str__(self) -> str:
        return self.name("*")


def set_in_use(cloudformation: Any, stage: str) -> TableSet:
    """The base is told first, so it knows best what the stage uses, or is on its way to. Raises Trouble."""
    base = parameters_of(cloudformation, stack_name(stage, BASE))
    if SUFFIX not in base:
        raise Trouble(f"The stage {stage} was deployed by a version that could not use restored tables. Deploy it once, then come again.")
    return TableSet(stage, base[SUFFIX])


def all_use(cloudformation: Any, tables: TableSet) -> bool:
    """False where a change of tables ended half-way."""
    stacks = [parameters_of(cloudformation, stack_name(tables.stage, stack)) for stack in (BASE, *domains())]
    return all(parameters.get(SUFFIX) == tables.suffix for parameters in stacks)


def parameters_of(cloudformation: Any, stack: str) -> Mapping[str, str]:
    found = describe_stack(cloudformation, stack) or {}
    return {entry["ParameterKey"]: entry["ParameterValue"] for entry in found.get("Parameters", [])}
