"""`shop audit`: whether the log is whole, all of it as a file, whose data was read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from functions.audit import CopiesOfTheLog, Finding, kept_log, lines_of, persons_read, verify
from functions.shared.outside import clock
from functions.shared.plain import times
from infra.cli.redrive import Target, target
from infra.cli.screen import console
from infra.deploy import LOCAL
from infra.local.trouble import Trouble

MOMENTS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
SHOWN = 50
_SOON = timedelta(minutes=5)
app = typer.Typer(help="What staff did.", no_args_is_help=True, rich_markup_mode=None)


@app.command("verify")
def verify_command(
    known: Annotated[int, typer.Option(help="a number that the log is known to have reached, from an earlier run")] = 0,
    stage: Annotated[str, typer.Option(help='"local", or a stage deployed to AWS (with your AWS credentials)')] = LOCAL,
) -> None:
    """Read the whole audit log and name what is missing, changed or added, from the first number on.

    \b
    Example:  shop audit verify --known 10000 --stage prod
    """
    log = log_of(target(stage))
    found = findings(log, known)
    for one in found[:SHOWN]:
        console.print(told(one), markup=False)
    if found:
        raise Trouble(f"The audit log is not whole: {len(found)} findings; the first number is {found[0].number}.")
    reached = log.newest.head.last if log.newest else 0
    console.print(f"The audit log is whole: {reached} rows over {len(log.days)} days. Next time: --known {reached}")
    if log.waiting and clock.now() - times.parse(log.waiting) > _SOON:
        raise Trouble(f"Facts wait for their numbers since {log.waiting}: look at the log of audit-chain.")


@app.command("export")
def export_command(
    file: Annotated[Path, typer.Argument(help="where the NDJSON goes")],
    stage: Annotated[str, typer.Option(help='"local", or a stage deployed to AWS (with your AWS credentials)')] = LOCAL,
) -> None:
    """Write the whole log as NDJSON, oldest first: a row a line, and behind the rows of a day its signed head.

    \b
    Example:  shop audit export audit.ndjson --stage prod
    """
    with file.open("w", encoding="utf-8") as out:
        count = sum(_written(out.write, line) for line in lines_of(log_of(target(stage))))
    console.print(f"{count} lines written to {file}", markup=False)


@app.command("persons")
def persons_command(
    start: Annotated[datetime, typer.Argument(formats=MOMENTS, help="UTC")],
    end: Annotated[datetime, typer.Argument(formats=MOMENTS, help="UTC, not included")],
    actor: Annotated[str, typer.Option(help="only what this person or key looked at")] = "",
    stage: Annotated[str, typer.Option(help='"local", or a stage deployed to AWS (with your AWS credentials)')] = LOCAL,
) -> None:
    """List the persons whose data staff or keys read in a window of time: whom to tell after a breach.

    \b
    Example:  shop audit persons 2026-11-01 2026-11-08 --actor cus_01JD… --stage prod
    """
    found = persons_read(log_of(target(stage)), start.replace(tzinfo=UTC), end.replace(tzinfo=UTC), actor)
    for person in sorted(found):
        print(person)
    console.print(f"{len(found)} persons", markup=False)


def _written(write: Callable[[str], object], line: str) -> int:
    write(line + "\n")
    return 1


def log_of(place: Target) -> CopiesOfTheLog:
    tables, session = place.outputs.tables, place.session
    names = {"rows": tables["audit"], "heads": tables["audit-heads"], "facts": tables["audit-facts"]}
    return kept_log(session.client("dynamodb"), session.client("kms"), key=place.outputs.audit_key, **names)


def findings(log: CopiesOfTheLog, known: int = 0) -> list[Finding]:
    return list(verify(log.newest, log.days, log.rows_of, log.is_signed, known=max(known, log.reached)))


def told(one: Finding) -> str:
    numbers = f"{one.number}" if one.number == one.last else f"{one.number} to {one.last}"
    return f"{one.kind:13} {numbers}" + (f" ({one.day})" if one.day else "")
