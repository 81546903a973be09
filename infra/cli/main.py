"""The `shop` command: what it offers, and how its failures read."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from botocore.exceptions import BotoCoreError, ClientError

from infra.breach import commands as breach
from infra.cli import audit, costs, import_commands, operations, owner, staff
from infra.cli.demo import Demo
from infra.cli.exporting import export
from infra.cli.filling import fill
from infra.cli.running_shop import running_shop
from infra.cli.screen import console, errors
from infra.cli.timeline import Timeline
from infra.history import commands as history
from infra.local.report import Report
from infra.local.serve import LocalShop
from infra.local.settings import load_settings
from infra.local.trouble import Trouble
from infra.restore import commands as restoring
from infra.scan import commands as privacy
from infra.transfer import commands as transferring

HELP = """Run the shop on this machine, fill it, watch it, repair it.

\b
make serve            install what is missing and start (or: .venv/bin/shop serve)
shop demo             play a whole purchase against the running shop
shop token owner      a fresh access token of a person of the local shop
shop import mall DIR  load a catalogue
"""

app = typer.Typer(help=HELP, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


@app.command()
def serve(
    empty: Annotated[bool, typer.Option("--empty", help="a new shop begins with no goods and no help: for `shop transfer in`")] = False,
) -> None:
    """Run the shop here until Ctrl-C; the data is kept and the next start is quick.

    SHOP_PORT (8000), SHOP_AWS_PORT, SHOP_FOLDER (.local) and SHOP_CONCURRENCY change where and how;
    SHOP_AWS_FAULTS=50 lets every 50th call of the functions to AWS fail.

    \b
    Example:  SHOP_PORT=8100 SHOP_FOLDER=.local-b shop serve
    """
    asyncio.run(LocalShop(load_settings(), Report(console), None if empty else fill).run())


@app.command()
def demo() -> None:
    """Play a guest's purchase over HTTP, from the categories to the hourly report, and print a timeline.

    \b
    Example:  shop demo
    """
    timeline = Timeline(console)
    order = Demo(running_shop(), timeline).play()
    console.print(f"Done in {timeline.elapsed:.1f} s: order {order['number']} is {order['status']}.")


@app.command()
def token(role: Annotated[str, typer.Argument(help="owner, manager, catalog_editor, …, customer")]) -> None:
    """Print a fresh access token of a person of the running local shop, from the shop's own login.

    \b
    Example:  curl -H "Authorization: Bearer $(shop token owner)" http://localhost:8000/v1/admin/orders
    """
    print(running_shop().token(role))


@app.command("export")
def export_command(folder: Annotated[Path, typer.Argument(help="where the three NDJSON files go")]) -> None:
    """Write the catalogue of the running shop as NDJSON that `shop import samples FOLDER` reads.

    \b
    Example:  shop export backup/
    """
    written = export(running_shop().client("owner"), folder)
    console.print(", ".join(f"{count} {name}" for name, count in written.items()) + f" written to {folder}")


app.add_typer(import_commands.app, name="import")
app.add_typer(owner.app, name="owner")
app.add_typer(audit.app, name="audit")
app.add_typer(transferring.app, name="transfer")
app.add_typer(breach.app, name="breach")
app.add_typer(privacy.app, name="privacy")
app.add_typer(staff.app, name="staff")
operations.add_to(app)
costs.add_to(app)
history.add_to(app)
restoring.add_to(app)


def main() -> None:
    """What can be said in a sentence is said in a sentence: no traceback, exit code 1."""
    try:
        app()
    except Trouble as trouble:
        errors.print(str(trouble), style="red", markup=False)
        raise SystemExit(1) from None
    except (ClientError, BotoCoreError) as error:
        errors.print(f"AWS refuses: {error}", style="red", markup=False)
        raise SystemExit(1) from None
    except BrokenPipeError:
        # The reader of our output has gone (`shop logs x | head`); nothing is left to say, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None


if __name__ == "__main__":
    main()
