"""`shop staff`: who works here, from the command line, with the keys of the AWS account instead of a sign-in."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Annotated, TypeVar

import typer
from rich.table import Table

import functions.access as access
import functions.customers as customers
from functions.shared.plain.errors import ShopError
from functions.shared.plain.settings import settings
from infra.cli.owner import create
from infra.cli.redrive import Target, target
from infra.cli.screen import console
from infra.deploy import LOCAL
from infra.local.aws import LocalAws
from infra.local.trouble import Trouble

T = TypeVar("T")
app = typer.Typer(help="Who works in the shop.", no_args_is_help=True, rich_markup_mode=None)
Stage = Annotated[str, typer.Option(help='"local", or a stage deployed to AWS (with your AWS credentials)')]
Login = Annotated[str, typer.Argument(help="their e-mail address")]
app.command("first")(create)


@app.command("list")
def list_staff(stage: Stage = LOCAL) -> None:
    """Show who works here and who is invited.

    \b
    Example:  shop staff list --stage prod
    """
    table = Table("address", "status", "roles", "id")
    for one in acting(target(stage), lambda: access.operator_lists()):
        table.add_row(one.email, one.status.value, ", ".join(one.roles), one.id)
    console.print(table)


@app.command()
def invite(
    login: Login,
    role: Annotated[list[str], typer.Option(help="a role; repeat it for several")],
    language: Annotated[str, typer.Option(help="of the mail")] = "en",
    stage: Stage = LOCAL,
) -> None:
    """Mail somebody a link to join the staff.

    \b
    Example:  shop staff invite ada@shop.example --role support --stage prod
    """
    until = acting(target(stage), lambda: access.operator_invites(login, role, language))
    console.print(f"{login} is invited until {until}.", markup=False)


@app.command()
def suspend(login: Login, stage: Stage = LOCAL) -> None:
    """Shut somebody out, within a minute.

    \b
    Example:  shop staff suspend ada@shop.example --stage prod
    """
    person = acting(target(stage), lambda: access.operator_suspends(login))
    console.print(f"{login} ({person}) is suspended.", markup=False)


@app.command("reset-factor")
def reset_factor(login: Login, stage: Stage = LOCAL) -> None:
    """Take away the second factor of somebody who lost it, also of the last owner. Their sessions end.

    \b
    Example:  shop staff reset-factor ada@shop.example --stage prod
    """
    person = acting(target(stage), lambda: customers.operator_resets_factor(login))
    console.print(f"{login} ({person}) signs in without a second factor, and can enrol another.", markup=False)


def acting(place: Target, act: Callable[[], T]) -> T:
    """As a function of the stage would: by its table, with the keys at hand. What the shop refuses is Trouble.

    The face loads its modules when it is first asked, so they see the table that is named here.
    """
    os.environ |= {f"TABLE_{name.upper()}": place.outputs.tables[name] for name in ("access", "customers")}
    if isinstance(place.session, LocalAws):
        os.environ |= place.session.environment()
    settings.cache_clear()
    try:
        return act()
    except ShopError as error:
        raise Trouble(f"The shop refuses: {error.detail or error.title} ({error.code})") from error
