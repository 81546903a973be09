"""`shop redrive`, `shop schedules`, `shop logs`: looking after a running shop, here or on AWS."""

from __future__ import annotations

from typing import Annotated

import typer

from infra.cli.logs import newest_lines
from infra.cli.redrive import depths, target
from infra.cli.redrive import redrive as move_back
from infra.cli.running_shop import running_shop
from infra.cli.screen import console, progress
from infra.deploy import LOCAL

Stage = Annotated[str, typer.Option(help='"local", or a stage deployed to AWS (with your AWS credentials)')]
schedules = typer.Typer(help="What runs by the clock.", no_args_is_help=True, rich_markup_mode=None)


def add_to(app: typer.Typer) -> None:
    app.command()(redrive)
    app.command()(logs)
    app.add_typer(schedules, name="schedules")


def redrive(
    queue: Annotated[str, typer.Argument(help="e.g. notifications; without it: what lies where")] = "", stage: Stage = LOCAL
) -> None:
    """Bring the messages of a dead-letter queue back to their queue.

    \b
    Examples:  shop redrive                      how many lie where
               shop redrive notifications        bring them back
               shop redrive fulfilment --stage prod
    """
    place = target(stage)
    if not queue:
        for name, count in depths(place).items():
            console.print(f"{count:6}  {name}")
        return
    with progress(f"redriving {queue}") as tick:
        moved = move_back(place, queue, tick)
    console.print(f"{moved} messages are back in {queue}")


def logs(
    function: Annotated[str, typer.Argument(help="e.g. checkout")],
    lines: Annotated[int, typer.Option(min=1, max=10_000, help="how many at most")] = 40,
    stage: Stage = LOCAL,
) -> None:
    """Print the newest log lines of a function.

    \b
    Example:  shop logs payment-worker --lines 5
    """
    for line in newest_lines(target(stage), function, lines):
        console.print(line, markup=False)


@schedules.command("list")
def list_schedules() -> None:
    """The schedules of the running shop.

    \b
    Example:  shop schedules list
    """
    for one in running_shop().client().need("GET", "/sandbox/schedules")["data"]:
        console.print(f"{one['name']:<24} {one['expression']}")


@schedules.command("run")
def run_schedule(name: Annotated[str, typer.Argument(help="e.g. timers-sweep")]) -> None:
    """Run one now on the running local shop.

    \b
    Example:  shop schedules run reports-hourly
    """
    answer = running_shop().client().need("POST", f"/sandbox/schedules/{name}")
    console.print(f"{name} ran at {answer['ran_at']}: {answer['result']}", markup=False)
