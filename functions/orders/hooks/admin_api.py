"""Hooks over HTTP, for staff. All of them are one document with one version, which is its ETag; secrets are no part of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from functions.orders.hooks.schemas import HooksIn, HooksOut, HookStateOut, SecretIn, SecretOut
from functions.orders.hooks.set_hooks import KeptOf, make_secret, set_hooks
from functions.orders.model.hooks.circuit import Circuit, Standing
from functions.orders.model.hooks.rules import HookKind, HookRules, HookSecrets
from functions.orders.store.hooks.circuits import circuit_now
from functions.orders.store.records import OrdersTable
from functions.orders.store.rules_store import read_section
from functions.shared.documents.document import Document
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import NotFound

hooks_api = Api("settings")
_PATH = "/v1/admin/checkout_hooks"
_READ, _WRITE = "settings.read", "settings.write"
_REFUSED = [
    (422, code) for code in ("secret_missing", "invalid_url", "https_only", "credentials_in_url", "address_not_allowed")
]  # fmt: skip
_NEVER_KEPT = {"Cache-Control": "no-store"}


def _reply(rules: HookRules, version: int) -> Reply:
    return Reply(HooksOut.of_rules(rules, version), etag=str(version))


_document = Document("checkout_hooks", _reply, lambda: _reply(*read_section(HookRules)))


@hooks_api.operation("GET", _PATH, summary="Who has a say in prices and orders", permission=_READ, response=HooksOut)
def read_hooks(_req: Request[NoBody, NoQuery]) -> Reply:
    """What is asked and answered: `docs/hooks.md`."""
    return _reply(*read_section(HookRules))


@hooks_api.operation(
    "PUT", _PATH, summary="Set who has a say in prices and orders", permission=_WRITE, body=HooksIn, response=HooksOut,
    idempotent=OrdersTable, errors=[(409, "version_conflict"), *_REFUSED], headers=("If-Match",),
)  # fmt: skip
def put_hooks(req: Request[HooksIn, NoQuery]) -> Reply:
    """Counts everywhere within a minute. Orders already placed keep what they were placed with."""
    return _reply(*set_hooks(req.body.rules(), if_match=req.if_match(), remember=_document.remembering(req)))


_document.restored_by(
    hooks_api, put_hooks, _PATH, body=HooksIn, response=HooksOut, permission=_WRITE, idempotent=OrdersTable, errors=_REFUSED
)


@hooks_api.operation(
    "GET", f"{_PATH}/{{hook}}", summary="How it is with one hook", permission=_READ, response=HookStateOut, errors=[(404, "not_found")]
)
def read_hook(req: Request[NoBody, NoQuery]) -> HookStateOut:
    kind = _kind(req)
    hook, secrets = read_section(HookRules)[0].of(kind), read_section(HookSecrets)[0].of(kind)
    found, now = circuit_now(kind, hook.url)[0] if hook else Circuit(), clock.now().timestamp()
    standing = found.standing(now)
    return HookStateOut(
        hook=kind,
        has_secret=bool(secrets),
        former_secret_until=_former(secrets),
        circuit=standing,
        failures=found.failures,
        tried_again_at=times.iso(datetime.fromtimestamp(found.until, UTC)) if standing is Standing.OPEN else None,
    )


@hooks_api.operation(
    "POST", f"{_PATH}/{{hook}}", summary="Make a new secret for a hook", permission=_WRITE, body=SecretIn, response=SecretOut,
    idempotent=OrdersTable, errors=[(404, "not_found")],
)  # fmt: skip
def post_secret(req: Request[SecretIn, NoQuery]) -> Reply:
    """Its questions are signed with it as Standard Webhooks prescribe; for `overlap_hours` with the one of before, too."""
    return _told(*make_secret(_kind(req), timedelta(hours=req.body.overlap_hours), remember=req.remembering(_told)))


def _told(kind: HookKind, secrets: KeptOf, secret: str) -> Reply:
    return Reply(SecretOut(hook=kind, secret=secret, former_secret_until=_former(secrets)), headers=_NEVER_KEPT)


def _former(secrets: KeptOf) -> str | None:
    now = times.iso(clock.now())
    return next((one.until for one in secrets if one.until > now), None)


def _kind(req: Request[Any, NoQuery]) -> HookKind:
    try:
        return HookKind(req.path["hook"])
    except ValueError as unknown:
        raise NotFound("There is no such hook; there are " + ", ".join(HookKind) + ".") from unknown
