"""`shop owner create`: the first person of a new stage, who can then sign in with a temporary password and choose their own."""

from __future__ import annotations

import secrets
import string
from typing import Annotated, Any

import typer

from infra.cli.redrive import Target, target
from infra.cli.screen import console
from infra.deploy import LOCAL
from infra.local.standings import give_role
from infra.local.trouble import Trouble

ROLE = "owner"
_NEVER_SIGNED_IN = "FORCE_CHANGE_PASSWORD"
app = typer.Typer(help="Who owns the shop.", no_args_is_help=True, rich_markup_mode=None)


@app.command()
def create(
    login: Annotated[str, typer.Argument(help="their e-mail address")],
    stage: Annotated[str, typer.Option(help='"local", or a stage deployed to AWS (with your AWS credentials)')] = LOCAL,
) -> None:
    """Make an account of an owner and print its temporary password, once. It lasts three days; run it again for another.

    They sign in by POST /v1/auth/login and answer its challenge at /v1/auth/challenge with a password of their own. Somebody who has an
    account already becomes an owner and keeps their password.

    \b
    Example:  shop owner create owner@shop.example --stage prod
    """
    password = create_owner(target(stage), login)
    console.print(f"{login} is an owner.", markup=False)
    if password:
        print(password)


def create_owner(place: Target, login: str) -> str | None:
    """The temporary password; None for somebody who has one of their own. Raises Trouble."""
    cognito, pool, password = place.session.client("cognito-idp"), place.outputs.user_pool, None
    login = login.strip().lower()
    if "@" not in login:
        raise Trouble(f"{login!r} is no e-mail address.")
    status = _status(cognito, pool, login)
    if status is None:
        password = _temporary()
        attributes = [{"Name": "email", "Value": login}, {"Name": "email_verified", "Value": "true"}]
        cognito.admin_create_user(
            UserPoolId=pool, Username=login, TemporaryPassword=password, UserAttributes=attributes, MessageAction="SUPPRESS"
        )
    elif status == _NEVER_SIGNED_IN:
        password = _temporary()
        cognito.admin_set_user_password(UserPoolId=pool, Username=login, Password=password, Permanent=False)
    user = cognito.admin_get_user(UserPoolId=pool, Username=login)
    give_role(place.session.client("dynamodb"), place.outputs.tables["access"], user, ROLE)
    return password


def _status(cognito: Any, pool: str, login: str) -> str | None:
    try:
        return str(cognito.admin_get_user(UserPoolId=pool, Username=login)["UserStatus"])
    except cognito.exceptions.UserNotFoundException:
        return None


def _temporary() -> str:
    # A fixed tail satisfies the pool's rules on kinds of characters; the strength is in the random part.
    return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(16)) + "aA1"
