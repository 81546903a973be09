"""What a piece of a variant costs the shop is said, from when on."""

from __future__ import annotations

from dataclasses import replace

from functions.catalog import named_variant
from functions.reports.model.unit_cost import Costs, UnitCost
from functions.reports.store.records import ReportsTable, cost_key
from functions.shared.outside import clock
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import Invalid, NotFound
from functions.shared.store.again import Overtaken, again
from functions.shared.store.records import find
from functions.shared.store.transactions import Put, Remember, put_new, transact


def cost_of(variant_id: str) -> Costs:
    item = find(ReportsTable, *cost_key(variant_id))
    return load(Costs, item.body) if item else Costs()


def check_variant(variant_id: str) -> None:
    """Raises NotFound for what is no variant of the catalogue; a SKU is none."""
    if not ids.is_id("var", variant_id):
        raise NotFound("There is no such variant.")
    named_variant(variant_id)


def say_cost(variant_id: str, said: UnitCost, *, remember: Remember[Costs]) -> Costs:
    """`said.since` empty: from now on. Raises Invalid (422 `negative_cost`)."""
    if said.amount < 0:
        raise Invalid.field("/cost/amount", "negative_cost", "A piece costs nothing or more.")
    said = replace(said, since=said.since or times.iso(clock.now()))

    def attempt() -> Costs:
        item = find(ReportsTable, *cost_key(variant_id))
        costs = (load(Costs, item.body) if item else Costs()).saying(said)
        made = ReportsTable(pk=cost_key(variant_id)[0], sk=cost_key(variant_id)[1], kind="unit_cost", body=dump(costs))
        made.version = int(item.version) + 1 if item else 1
        put = Put(made, ReportsTable.version == item.version, Overtaken()) if item else put_new(made, Overtaken())
        transact([put, *remember(costs)])
        return costs

    return again(attempt)
