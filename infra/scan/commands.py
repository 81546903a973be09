"""`shop privacy`: proof that nothing of somebody is left in clear."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from infra.cli.redrive import target
from infra.cli.screen import console
from infra.cli.staff import Stage
from infra.deploy import LOCAL
from infra.local.trouble import Trouble
from infra.scan.places import Places
from infra.scan.scan import scan

app = typer.Typer(help="Personal data at rest.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _group() -> None:
    """So that `scan` is a command of its own, though there is no other."""


@app.command("scan")
def scan_command(
    value: Annotated[list[str] | None, typer.Option("--value", help="a name, an address, a number; may be repeated")] = None,
    file: Annotated[Path | None, typer.Option("--file", help="a value per line")] = None,
    stage: Stage = LOCAL,
) -> None:
    """Look for values in clear in all tables, indexes, queues, dead letters, files, logs and accounts. Prints where; exit code 1 if any.

    Found are also JSON's and addresses' escapes, base64, hex, any case, accents however they are written, and numbers however they are
    grouped; a value of less than 4 bytes as a word of its own. The values are printed nowhere. How far it is goes to the error output.

    \b
    Example:  shop privacy scan --value li.lei@example.com --value "+86 139 1234 5678"
    """
    values = [*(value or []), *_lines(file)]
    if not values:
        raise Trouble("Name what to look for: --value or --file.")
    place = target(stage)
    out = place.outputs
    queues = {**out.queues, **{f"{name} (dead letters)": url for name, url in out.dead_letter_queues.items()}}
    logs = (f"/aws/lambda/shop-{stage}-", f"/aws/apigateway/shop-{stage}", f"shop-{stage}-")
    places, hits = Places(place.session, out.tables, out.data_bucket, queues, logs, out.user_pool), 0
    try:
        for hit in scan(values, _told(places)):
            hits += 1
            console.print(f"value {hit.value} ({hit.form}) in {hit.where}", markup=False)
    except ValueError as error:
        raise Trouble(str(error)) from error
    console.print(f"{hits} places" if hits else "None of them stands anywhere in clear.")
    if hits:
        raise typer.Exit(1)


def _told(places: Places) -> Iterator[tuple[str, bytes]]:
    """Everything, each part with a line when it is done."""
    for name, found in places.parts():
        looked_at = 0
        for one in found:
            looked_at += 1
            yield one
        typer.echo(f"{name}: {looked_at} looked at", err=True)


def _lines(file: Path | None) -> list[str]:
    try:
        return [line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()] if file else []
    except OSError as error:
        raise Trouble(f"{file} cannot be read ({error}).") from error
