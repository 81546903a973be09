"""`shop breach`: what is done at once after data or access got into wrong hands. Whose data was read: `shop audit persons`."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

import typer

import functions.access as access
from functions.shared.audit.facts import FactRecord
from functions.shared.outside import clock
from functions.shared.plain import times
from infra.cli.audit import MOMENTS
from infra.cli.redrive import Target, target
from infra.cli.screen import console
from infra.cli.staff import Stage, acting
from infra.deploy import LOCAL
from infra.local.trouble import Trouble

T = TypeVar("T")
app = typer.Typer(help="After a breach.", no_args_is_help=True, rich_markup_mode=None)
ROTATED = {"links": "order_links", "webhooks": "webhook_secrets"}
"""The keys that the shop made itself, by the secret they stand in. Not the one of look-ups: it names what people agreed to."""
_LENGTH = 64


@app.command("end")
def end_command(
    scope: Annotated[str, typer.Argument(help="everyone, staff, role, merchant or persons")],
    names: Annotated[list[str] | None, typer.Argument(help="the role, the merchant, or the persons' ids (cus_…)")] = None,
    sessions: Annotated[bool, typer.Option(help="end their sessions")] = True,
    keys: Annotated[bool, typer.Option(help="revoke the secret API keys they made")] = True,
    before: Annotated[datetime | None, typer.Option(formats=MOMENTS, help="sign-ins before this (UTC) are over; as a rule now")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only say what would be done")] = False,
    stage: Stage = LOCAL,
) -> None:
    """End all sessions and revoke the API keys of a scope, everywhere within a minute.

    \b
    Example:  shop breach end role support --stage prod
    """
    given = list(names or ())
    if (
        (scope in ("role", "merchant") and len(given) != 1)
        or (scope in ("everyone", "staff") and given)
        or (scope == "persons" and not given)
    ):
        raise Trouble("A role and a merchant are named, persons by their ids, everyone and staff not at all.")
    if scope not in ("everyone", "staff", "role", "merchant", "persons"):
        raise Trouble("The scope is everyone, staff, role, merchant or persons.")
    moment = int(before.replace(tzinfo=UTC).timestamp()) if before else None
    place = target(stage)
    closed = acting_with_facts(
        place, lambda: access.operator_closes(scope, given, sessions=sessions, keys=keys, before=moment, dry_run=dry_run)
    )
    verb = "would be" if dry_run else "are"
    if closed.before:
        line = times.from_epoch(closed.before)
        console.print(f"Sign-ins before {line:%Y-%m-%dT%H:%M:%S} {verb} over; to repeat: --before {line:%Y-%m-%dT%H:%M:%S}", markup=False)
    console.print(f"{len(closed.staff)} of the staff {verb} signed out; {len(closed.keys)} API keys {verb} revoked:", markup=False)
    for key in closed.keys:
        console.print(f"  {key.id} {key.name} (made by {key.maker})", markup=False)
    console.print("They sign in again by POST /v1/auth/login; keys are made anew by who still may. Whose data was read: shop audit persons")


@app.command("rotate")
def rotate_command(
    secret: Annotated[str, typer.Argument(help="links (of orders) or webhooks (what seals their secrets)")],
    forget_old: Annotated[bool, typer.Option("--forget-old", help="the keys of before stop counting, too")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only say what would be done")] = False,
    stage: Stage = LOCAL,
) -> None:
    """Make a new key that signs and seals from now on; those of before go on opening what they made, until they are forgotten.

    \b
    Example:  shop breach rotate links --stage prod
    """
    if secret not in ROTATED:
        raise Trouble("The shop makes keys of links and of webhooks; those of providers are changed at the provider (docs/operations.md).")
    if forget_old and secret == "webhooks":  # noqa: S105
        raise Trouble("What the old key sealed would be lost: rotate each endpoint first (POST /v1/admin/webhook_endpoints/{id}/rotate).")
    place = target(stage)
    client, name = place.session.client("secretsmanager"), f"shop-{stage}-{secret}"
    before = json.loads(client.get_secret_value(SecretId=name).get("SecretString", "{}"))
    after, kept = rotated(before, ROTATED[secret], f"{clock.now():%Y-%m-%dT%H:%M:%S}", secrets.token_urlsafe(_LENGTH), forget_old)
    if dry_run:
        console.print(f"{name} would have a new key; {kept} of before would go on opening.", markup=False)
        return
    acting_with_facts(place, lambda: access.note_operator("breach.rotated", name, {"kept": kept}))
    client.put_secret_value(SecretId=name, SecretString=json.dumps(after))
    console.print(f"{name} has a new key, in use everywhere in five minutes; {kept} of before go on opening.", markup=False)


def rotated(secret: dict[str, Any], entry: str, key_id: str, key: str, forget_old: bool) -> tuple[dict[str, Any], int]:
    """The secret with a new current key, and how many of before stay."""
    known = secret.get(entry, {})
    if isinstance(known, str):
        known = {"keys": {"default": known} if known else {}}
    old = known.get("keys") or ({"default": known["secret"]} if known.get("secret") else {})
    keys = {} if forget_old else dict(old)
    return secret | {entry: {"keys": {**keys, key_id: key}, "current": key_id}}, len(keys)


def acting_with_facts(place: Target, act: Callable[[], T]) -> T:
    """As `acting`, where a fact is left as well: into the stage's table, though its module was loaded before anybody named a stage."""
    FactRecord.Meta.table_name = place.outputs.tables["audit-facts"]
    return acting(place, act)
