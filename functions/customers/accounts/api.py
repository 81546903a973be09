"""HTTP operations of accounts: register, sign in, stay signed in, get back in. None of them says whether an account exists.

They keep no Idempotency-Key answers: those would be passwords' worth of tokens in a table; each can be repeated as it is.
"""

from __future__ import annotations

from functions.customers.accounts import sign_in
from functions.customers.accounts.change_password import change_password
from functions.customers.accounts.confirm_registration import confirm
from functions.customers.accounts.register import register
from functions.customers.accounts.reset_password import reset_password, send_reset_code
from functions.customers.accounts.sign_in_by_code import sign_in_with
from functions.customers.accounts.sign_in_by_passkey import ask_passkey
from functions.customers.accounts.sign_out import sign_out
from functions.customers.accounts.stay_signed_in import renew
from functions.customers.accounts.tokens_reply import tokens_reply
from functions.customers.codes.ask_code import ask_code
from functions.customers.factors.passkey_schemas import PasskeyAsked, PasskeyBeginIn
from functions.customers.profile.schemas import (
    ChallengeIn,
    ChangePasswordIn,
    CodeIn,
    CodeSent,
    Confirmed,
    ConfirmIn,
    ForgotPasswordIn,
    LoginIn,
    LogoutIn,
    PasswordReset,
    RefreshIn,
    Registered,
    RegisterIn,
    ResetPasswordIn,
    TokensView,
)
from functions.customers.store.own_session import session_of
from functions.shared.auth.roles import SIGNED_IN
from functions.shared.http.operation import Api, NoQuery, Reply, Request

auth_api = Api("auth")
_MANY = (429, "too_many_attempts")
_WEAK = (422, "weak_password")
_CODE = (422, "invalid_code")
_PROOF = (422, "proof_required")
_PASSKEY = (422, "invalid_passkey")


@auth_api.operation(
    "POST", "/v1/auth/register", summary="Register", status=202, body=RegisterIn, response=Registered, errors=[_WEAK, _MANY]
)  # fmt: skip
def register_customer(req: Request[RegisterIn, NoQuery]) -> Registered:
    """Sends a code to the address. An address that has an account gets the same answer and a mail that says so.

    Confirm with the code and the `registration_token` answered here, or with the code and the password.
    """
    token = register(req.body.login, req.body.password, name=req.body.name, language=req.body.language)
    return Registered(registration_token=token)


@auth_api.operation(
    "POST",
    "/v1/auth/confirm",
    summary="Confirm an account with its code",
    body=ConfirmIn,
    response=Confirmed,
    errors=[_CODE, _PROOF, _MANY],
)
def confirm_account(req: Request[ConfirmIn, NoQuery]) -> Confirmed:
    """Until then there is no account. Five wrong codes end a registration; a code lasts a day."""
    confirm(req.body.login, req.body.code, token=req.body.registration_token, password=req.body.password)
    return Confirmed()


@auth_api.operation(
    "POST",
    "/v1/auth/login",
    summary="Sign in",
    body=LoginIn,
    response=TokensView,
    errors=[
        (401, "invalid_credentials"),
        (401, "invalid_code"),
        (422, "proof_required"),
        (403, "password_reset_required"),
        (403, "challenge_required"),
        _MANY,
    ],
)
def login(req: Request[LoginIn, NoQuery]) -> Reply:
    """By password or one-time code; a code also makes the account of somebody who has none.

    Where 403 `challenge_required` says one, answer its `challenge` at `POST /v1/auth/challenge` with its `session`.
    """
    return tokens_reply(sign_in_with(req.body.login, password=req.body.password, code=req.body.code))


@auth_api.operation(
    "POST", "/v1/auth/code", summary="Ask for a one-time code to sign in or register with", status=202, body=CodeIn, response=CodeSent,
    errors=[_MANY],
)  # fmt: skip
def ask_for_code(req: Request[CodeIn, NoQuery]) -> CodeSent:
    """By mail to an address, by text message to a number. Good once, for 5 minutes and 5 tries; a new one ends the one before."""
    ask_code(req.body.login, req.body.language)
    return CodeSent()


@auth_api.operation(
    "POST",
    "/v1/auth/challenge",
    summary="Answer what signing in still asks",
    body=ChallengeIn,
    response=TokensView,
    errors=[
        (401, "invalid_session"),
        (401, "invalid_credentials"),
        (403, "challenge_required"),
        (403, "password_reset_required"),
        _CODE,
        _PASSKEY,
        (422, "passkey_copied"),
        _PROOF,
        _WEAK,
        (422, "wrong_kind"),
        _MANY,
    ],
)
def answer_challenge(req: Request[ChallengeIn, NoQuery]) -> Reply:
    """A new password for an account that staff made; the code of an authenticator app, a passkey (`passkey`: what
    `navigator.credentials.get()` answered to one of the refusal's `passkeys`), or a recovery code in place of them; the password of who has
    an app of the pool's and came by a one-time code. Also asked of who is signed in, before they change by what they sign in:
    their token is good for that for five minutes, and so is the one answered. A session lasts five minutes, five tries, one success."""
    passkey = req.body.passkey.as_sent() if req.body.passkey is not None else None
    return tokens_reply(sign_in.answer_challenge(req.body.session, req.body.kind, req.body.answer, passkey))


@auth_api.operation(
    "POST", "/v1/auth/passkey", summary="Ask to sign in by a passkey alone", body=PasskeyBeginIn, response=PasskeyAsked,
    errors=[(422, "unknown_site"), _MANY],
)  # fmt: skip
def ask_for_passkey(req: Request[PasskeyBeginIn, NoQuery]) -> Reply:
    """Its answer goes to `POST /v1/auth/challenge` and is the whole sign-in: it says whose it is, and its authenticator has asked for a
    PIN, a finger or a face."""
    session, options = ask_passkey(req.body.site)
    return Reply(PasskeyAsked(session=session, options=options), headers={"Cache-Control": "no-store"})


@auth_api.operation(
    "POST",
    "/v1/auth/refresh",
    summary="A new access token",
    body=RefreshIn,
    response=TokensView,
    errors=[(401, "invalid_refresh_token"), _MANY],
)
def refresh_tokens(req: Request[RefreshIn, NoQuery]) -> Reply:
    """Not for a session that was ended, nor for somebody who is suspended."""
    return tokens_reply(renew(req.body.refresh_token))


@auth_api.operation(
    "POST", "/v1/auth/logout", summary="Sign out", permission=SIGNED_IN, enrolling=True, status=204, body=LogoutIn
)  # fmt: skip
def log_out(req: Request[LogoutIn, NoQuery]) -> Reply:
    """Of this session, or of all: their tokens are refused within a minute everywhere."""
    sign_out(session_of(req.headers["authorization"]), everywhere=req.body.everywhere)
    return Reply(status=204)


@auth_api.operation(
    "POST",
    "/v1/auth/change_password",
    summary="Change my password",
    permission=SIGNED_IN,
    body=ChangePasswordIn,
    response=TokensView,
    errors=[_WEAK, (422, "wrong_password"), (403, "challenge_required"), _MANY],
)
def set_other_password(req: Request[ChangePasswordIn, NoQuery]) -> Reply:
    """All sessions end within a minute; go on with the tokens answered."""
    return tokens_reply(change_password(session_of(req.headers["authorization"]), req.body.old_password, req.body.new_password))


@auth_api.operation(
    "POST", "/v1/auth/forgot_password", summary="Ask for a reset code", status=202, body=ForgotPasswordIn, response=CodeSent, errors=[_MANY]
)  # fmt: skip
def forgot_password(req: Request[ForgotPasswordIn, NoQuery]) -> CodeSent:
    """To the address or the number that is the login. Good once, for 30 minutes and 5 tries; a new one ends the one before."""
    send_reset_code(req.body.login)
    return CodeSent()


@auth_api.operation(
    "POST",
    "/v1/auth/reset_password",
    summary="Set a new password with the code",
    body=ResetPasswordIn,
    response=PasswordReset,
    errors=[_CODE, _WEAK, _MANY],
)
def set_new_password(req: Request[ResetPasswordIn, NoQuery]) -> PasswordReset:
    """Every session of the account ends: refresh tokens at once, access tokens within a minute."""
    reset_password(req.body.login, req.body.code, req.body.password)
    return PasswordReset()
