"""`shop redrive`, `shop republish`, `shop migrate`, `shop schedules`, `shop logs`: looking after a running shop, here or on AWS."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from infra.cli.logs import newest_lines
from infra.cli.redrive import depths, target
from infra.cli.redrive import redrive as move_back
from infra.cli.republish import PUBLISHER, Wanted, events, publish, publish_set_aside
from infra.cli.running_shop import running_shop
from infra.cli.screen import console, progress
from infra.deploy import LOCAL
from infra.migrate import TABLES
from infra.migrate import migrate as migrate_table

Moment = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], help="UTC")]
Stage = Annotated[str, typer.Option(help='"local", or a stage deployed to AWS (with your AWS credentials)')]
schedules = typer.Typer(help="What runs by the clock.", no_args_is_help=True, rich_markup_mode=None)


def add_to(app: typer.Typer) -> None:
    app.command()(redrive)
    app.command()(republish)
    app.command()(migrate)
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
               shop redrive event-publisher      events that could not be published, once they can
    """
    place = target(stage)
    if not queue:
        for name, count in depths(place).items():
            console.print(f"{count:6}  {name}")
        return
    if queue == PUBLISHER:
        sent, left = publish_set_aside(place)
        console.print(f"{sent} events that were set aside are on the bus, {left} lie there still")
        return
    with progress(f"redriving {queue}") as tick:
        moved = move_back(place, queue, tick)
    console.print(f"{moved} messages are back in {queue}")


def republish(
    subject: Annotated[str, typer.Option(help="an order with all that belongs to it, a payment, a product, …")] = "",
    type_: Annotated[list[str] | None, typer.Option("--type", help="e.g. order.paid; may be given several times")] = None,
    since: Moment = None,
    until: Moment = None,
    dry_run: Annotated[bool, typer.Option(help="only say how many there are")] = False,
    stage: Stage = LOCAL,
) -> None:
    """Send events again from the items that hold them. Consumers do nothing twice, so more than needed does no harm.

    Without the id of an order, a payment, a product or a customer all tables with events are read as a whole.

    \b
    Examples:  shop republish --subject ord_1a2b3c
               shop republish --type order.paid --since 2026-11-26T08:00 --until 2026-11-26T09:00 --stage prod
    """
    place = target(stage)
    wanted = Wanted(subject, frozenset(type_ or ()), _utc(since), _utc(until))
    found = events(place, wanted, lambda text: console.print(f"cannot be published: {text}", markup=False))
    if dry_run:
        console.print(f"{sum(1 for _ in found)} events would be sent again")
    else:
        console.print(f"{publish(place, found)} events were sent again")


def _utc(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment else None


def migrate(stage: Stage = LOCAL) -> None:
    """Move what an older version stored to where the present one looks first. May run at any time, and again; all functions must be of
    the present version, so that nothing comes into the old place any more.

    \b
    Example:  shop migrate --stage prod
    """
    place = target(stage)
    for name in TABLES:
        done = migrate_table(place.session.client("dynamodb"), place.outputs.tables[name], name)
        console.print(f"{name}: {done.looked_at} items looked at, {done.moved} listed anew" + (", run it again" if done.overtaken else ""))


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
