"""HTTP operations of a signed-in person's passkeys. None of their answers is kept for a repetition: they are made of what works once."""

from __future__ import annotations

from functions.customers.factors.asked import ask_first, ask_fresh
from functions.customers.factors.edit_passkeys import remove_passkey, rename_passkey
from functions.customers.factors.enrol_passkey import begin_passkey, confirm_passkey, site_for
from functions.customers.factors.passkey_schemas import PasskeyBeginIn, PasskeyBegun, PasskeyIn, PasskeyMade, PasskeyPatch, PasskeyView
from functions.customers.store import cognito
from functions.customers.store.own_session import session_of
from functions.shared.auth.factor_policy import is_factor_required
from functions.shared.auth.roles import SIGNED_IN
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request

passkeys_api = Api("factors")
_BASE = "/v1/me/factors/passkeys"
_FRESH, _UNKNOWN, _MANY = (403, "challenge_required"), (404, "not_found"), (409, "too_many_passkeys")
_NEVER_KEPT = {"Cache-Control": "no-store"}


@passkeys_api.operation(
    "POST", _BASE, summary="Begin to make a passkey", permission=SIGNED_IN, enrolling=True, status=201, body=PasskeyBeginIn,
    response=PasskeyBegun, errors=[_FRESH, (403, "sign_in_again"), _MANY, (422, "unknown_site")],
)  # fmt: skip
def begin(req: Request[PasskeyBeginIn, NoQuery]) -> Reply:
    """Nothing changes until what the browser answers was sent to `…/confirm`, within five minutes and in this session. Who has a factor
    already shows it first; who has none has signed in within ten minutes (403 `sign_in_again`)."""
    own = session_of(req.headers["authorization"])
    ask_first(own)
    login = next(iter(cognito.logins_of(own.subject)), req.caller.id)
    options = begin_passkey(req.caller.id, own, site_for(req.body.site), login=login)
    return Reply(PasskeyBegun(options=options), 201, _NEVER_KEPT)


@passkeys_api.operation(
    "POST", f"{_BASE}/confirm", summary="Make a passkey", permission=SIGNED_IN, enrolling=True, status=201, body=PasskeyIn,
    response=PasskeyMade, errors=[(409, "not_begun"), (409, "already_made"), _MANY, (422, "invalid_passkey")],
)  # fmt: skip
def confirm(req: Request[PasskeyIn, NoQuery]) -> Reply:
    """From now on signing in asks for it, or for another factor, whichever way; and it alone signs in (`POST /v1/auth/passkey`)."""
    own = session_of(req.headers["authorization"])
    made = confirm_passkey(req.caller.id, own, req.body.credential.as_sent(), name=req.body.name, actor=req.caller.actor)
    return Reply(PasskeyMade(passkey=PasskeyView.of(made.passkey), recovery_codes=made.recovery), 201, _NEVER_KEPT)


@passkeys_api.operation(
    "PATCH", f"{_BASE}/{{id}}", summary="Rename a passkey", permission=SIGNED_IN, enrolling=True, body=PasskeyPatch, response=PasskeyView,
    errors=[_FRESH, _UNKNOWN],
)  # fmt: skip
def rename(req: Request[PasskeyPatch, NoQuery]) -> PasskeyView:
    """Its name here; authenticators keep their own."""
    ask_fresh(session_of(req.headers["authorization"]))
    return PasskeyView.of(rename_passkey(req.caller.id, req.path["id"], req.body.name))


@passkeys_api.operation(
    "DELETE", f"{_BASE}/{{id}}", summary="Remove a passkey", permission=SIGNED_IN, enrolling=True, status=204,
    errors=[_FRESH, _UNKNOWN, (409, "factor_required")],
)  # fmt: skip
def remove(req: Request[NoBody, NoQuery]) -> Reply:
    """With the last factor go the recovery codes. Staff of a shop that requires a factor keep their last one."""
    ask_fresh(session_of(req.headers["authorization"]))
    remove_passkey(req.caller.id, req.path["id"], actor=req.caller.actor, keep_last=req.caller.is_staff and is_factor_required())
    return Reply(status=204)
