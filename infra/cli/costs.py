"""`shop cost --idle`: what a deployed stage costs while nobody shops."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from infra.cli.screen import console
from infra.compose import compose
from infra.idle import WATCHING, Line, idle_cost, total
from infra.local.trouble import Trouble
from infra.prices import as_of


def add_to(app: typer.Typer) -> None:
    app.command()(cost)


def cost(idle: Annotated[bool, typer.Option("--idle", help="of a month in which nobody shops")] = False) -> None:
    """Print what a deployed stage costs a month by itself, computed from the templates; storage is not counted (docs/cost.md).

    \b
    Example:  shop cost --idle
    """
    if not idle:
        raise Trouble("Say --idle; what orders cost is printed by `make bench` (docs/cost.md).")
    lines = idle_cost(compose())
    console.print(table_of(lines))
    without = total([line for line in lines if line.what not in WATCHING])
    console.print(f"With Alarms=off, which leaves out alarms and the dashboard: {without:.2f}. Prices as of {as_of()} (infra/prices.yaml).")


def table_of(lines: list[Line]) -> Table:
    table = Table("An idle stage has", "how many", "USD a month", title="What a stage costs while nobody shops")
    for column in table.columns[1:]:
        column.justify = "right"
    for line in lines:
        table.add_row(line.what, str(line.count), f"{line.usd:.2f}")
    table.add_section()
    table.add_row("sum", "", f"{total(lines):.2f}")
    return table
