"""HTTP operations of a signed-in person's second factors. Their answers hold secrets that are told once: none is kept for a repetition."""

from __future__ import annotations

from functions.customers.factors.asked import ask_first, ask_fresh, is_fresh
from functions.customers.factors.codes import renew_codes
from functions.customers.factors.enrol_app import begin_app, confirm_app
from functions.customers.factors.passkey_schemas import PasskeyView
from functions.customers.factors.remove import remove_app as remove_authenticator
from functions.customers.factors.schemas import AppCodeIn, AppView, BegunView, FactorsView, RecoveryCodes
from functions.customers.store import cognito
from functions.customers.store.factors import known_factors
from functions.customers.store.own_session import session_of
from functions.customers.store.passkeys import passkeys_of
from functions.shared.auth.factor_policy import is_factor_required
from functions.shared.auth.roles import SIGNED_IN
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request

factors_api = Api("factors")
_BASE, _APP = "/v1/me/factors", "/v1/me/factors/app"
_FRESH, _NONE = (403, "challenge_required"), (409, "no_factor")
_NEVER_KEPT = {"Cache-Control": "no-store"}


@factors_api.operation("GET", _BASE, summary="My second factors", permission=SIGNED_IN, enrolling=True, response=FactorsView)
def read_factors(req: Request[NoBody, NoQuery]) -> FactorsView:
    known = known_factors(req.caller.id)
    app = known.factors.app if known is not None else None
    return FactorsView(
        app=AppView(since=app.since) if app is not None else None,
        passkeys=[PasskeyView.of(one) for one in passkeys_of(known).all],
        recovery_codes_left=len(known.recovery) if known is not None else 0,
        is_fresh=known is None or is_fresh(session_of(req.headers["authorization"])),
    )


@factors_api.operation(
    "POST", _APP, summary="Begin to enrol an authenticator app", permission=SIGNED_IN, enrolling=True, status=201, response=BegunView,
    errors=[_FRESH, (403, "sign_in_again")],
)  # fmt: skip
def begin_to_enrol(req: Request[NoBody, NoQuery]) -> Reply:
    """Nothing changes until its first code was sent to `…/confirm`, within 15 minutes. Who has an app already shows it first; who has
    none has signed in within ten minutes (403 `sign_in_again`)."""
    from functions.customers.factors.qr import qr_of

    own = session_of(req.headers["authorization"])
    ask_first(own)
    begun = begin_app(req.caller.id, next(iter(cognito.logins_of(own.subject)), req.caller.id))
    return Reply(BegunView(secret=begun.secret, uri=begun.uri, qr=qr_of(begun.uri)), 201, _NEVER_KEPT)


@factors_api.operation(
    "POST",
    f"{_APP}/confirm",
    summary="Enrol the app by its first code",
    permission=SIGNED_IN,
    enrolling=True,
    body=AppCodeIn,
    response=RecoveryCodes,
    errors=[(409, "not_begun"), (422, "invalid_code")],
)
def confirm_enrolment(req: Request[AppCodeIn, NoQuery]) -> Reply:
    """From now on signing in asks for it, whichever way. An app of before, and its recovery codes, are over."""
    return _codes(confirm_app(req.caller.id, req.body.code, actor=req.caller.actor))


@factors_api.operation(
    "DELETE",
    _APP,
    summary="Remove my authenticator app",
    permission=SIGNED_IN,
    enrolling=True,
    status=204,
    errors=[_FRESH, _NONE, (409, "factor_required")],
)
def remove_app(req: Request[NoBody, NoQuery]) -> Reply:
    """With the last factor go the recovery codes. Staff of a shop that requires one replace it instead."""
    ask_fresh(session_of(req.headers["authorization"]))
    remove_authenticator(req.caller.id, actor=req.caller.actor, keep_last=req.caller.is_staff and is_factor_required())
    return Reply(status=204)


@factors_api.operation(
    "POST",
    f"{_BASE}/recovery_codes",
    summary="New recovery codes",
    permission=SIGNED_IN, enrolling=True,
    response=RecoveryCodes,
    errors=[_FRESH, _NONE],
)  # fmt: skip
def renew_recovery_codes(req: Request[NoBody, NoQuery]) -> Reply:
    """Ten; those of before are over."""
    ask_fresh(session_of(req.headers["authorization"]))
    return _codes(renew_codes(req.caller.id, actor=req.caller.actor))


def _codes(codes: list[str]) -> Reply:
    return Reply(RecoveryCodes(recovery_codes=codes), headers=_NEVER_KEPT)
