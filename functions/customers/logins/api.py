"""HTTP operations of what somebody signs in with. They keep no Idempotency-Key answers: those would be tokens in a table."""

from __future__ import annotations

from typing import Any

from functions.customers.accounts.tokens_reply import tokens_reply
from functions.customers.logins.ask_change import ask_change
from functions.customers.logins.confirm_change import confirm_change
from functions.customers.logins.schemas import ChangeAsked, ConfirmChangeIn, EmailIn, PhoneIn
from functions.customers.model.contact_change import ContactKind
from functions.customers.profile.schemas import TokensView
from functions.customers.store.own_session import session_of
from functions.shared.auth.roles import SIGNED_IN
from functions.shared.http.operation import Api, NoQuery, Reply, Request

logins_api = Api("auth")
_MANY = (429, "too_many_attempts")
_ASK = [(422, "unchanged"), (403, "sign_in_again"), (403, "challenge_required"), (409, "change_unfinished"), _MANY]
_CONFIRM = [(422, "invalid_code"), (403, "challenge_required"), (409, "login_taken"), (409, "change_running"), _MANY]


def _asked(req: Request[Any, NoQuery], kind: ContactKind, new: str) -> ChangeAsked:
    authorization = req.headers["authorization"]
    return ChangeAsked.of(ask_change(session_of(authorization), _token(authorization), kind, new))


def _confirmed(req: Request[ConfirmChangeIn, NoQuery], kind: ContactKind) -> Reply:
    authorization = req.headers["authorization"]
    return tokens_reply(confirm_change(session_of(authorization), _token(authorization), kind, req.body.code, req.body.own_code))


def _token(authorization: str) -> str:
    return authorization.partition(" ")[2].strip()


@logins_api.operation(
    "POST", "/v1/me/email", summary="Sign in with another address", permission=SIGNED_IN, status=202, body=EmailIn, response=ChangeAsked,
    errors=_ASK,
)  # fmt: skip
def ask_for_email(req: Request[EmailIn, NoQuery]) -> ChangeAsked:
    """Sends one code to the new address and one to the present one (to the telephone number where there is none). Both are good once, for 5
    minutes and 5 tries; nothing changes before both came back."""
    return _asked(req, ContactKind.EMAIL, req.body.email)


@logins_api.operation(
    "POST", "/v1/me/email/confirm", summary="Confirm another address", permission=SIGNED_IN, body=ConfirmChangeIn, response=TokensView,
    errors=_CONFIRM,
)  # fmt: skip
def confirm_email(req: Request[ConfirmChangeIn, NoQuery]) -> Reply:
    """All sessions end within a minute; go on with the tokens answered. The former address is told. After an answer that was lost or is 5xx
    the same call goes on."""
    return _confirmed(req, ContactKind.EMAIL)


@logins_api.operation(
    "POST", "/v1/me/phone", summary="Sign in with another telephone number", permission=SIGNED_IN, status=202, body=PhoneIn,
    response=ChangeAsked, errors=_ASK,
)  # fmt: skip
def ask_for_phone(req: Request[PhoneIn, NoQuery]) -> ChangeAsked:
    """As `POST /v1/me/email`, by text messages."""
    return _asked(req, ContactKind.PHONE, req.body.phone)


@logins_api.operation(
    "POST", "/v1/me/phone/confirm", summary="Confirm another telephone number", permission=SIGNED_IN, body=ConfirmChangeIn,
    response=TokensView, errors=_CONFIRM,
)  # fmt: skip
def confirm_phone(req: Request[ConfirmChangeIn, NoQuery]) -> Reply:
    """As `POST /v1/me/email/confirm`."""
    return _confirmed(req, ContactKind.PHONE)
