"""Signing in. At a customer's first time the shop makes their record, so that their welcome and their mails wait for no visit."""

from __future__ import annotations

import re

from functions.customers.accounts.weak_passwords import weakness
from functions.customers.model.challenge import Challenge, Kind
from functions.customers.profile.profile import own_record
from functions.customers.store import challenges, cognito, tickets
from functions.shared.auth.standing import standing_of
from functions.shared.plain.errors import Forbidden, Invalid
from functions.shared.plain.ids import customer_id

_APP_CODE = re.compile("[0-9]{6}")


def sign_in(login: str, password: str) -> cognito.Tokens:
    """Raises what `cognito.sign_in` does, and Forbidden (403 `challenge_required`) when the password alone is not enough. Staff have no
    customer's record until they shop."""
    return _signed_in(cognito.sign_in(login, password))


def answer_challenge(token: str, kind: Kind, answer: str) -> cognito.Tokens:
    """The further step that a refusal to sign in asked for. Raises what `challenges.kept` and `cognito.respond` do, Forbidden when there is
    one more, and Invalid for an answer that cannot be right, which is no try."""
    challenge = challenges.kept(token)
    if kind != challenge.kind:
        raise Invalid.field("/kind", "wrong_kind", f"This session asks for {challenge.kind}.")
    if kind == Kind.NEW_PASSWORD and (why := weakness(answer, challenge.login)):
        raise cognito.weak_password(why, "/answer")
    if kind == Kind.APP_CODE and not _APP_CODE.fullmatch(answer):
        raise Invalid.field("/answer", "invalid_code", "Six digits, as the authenticator app shows them.")
    challenges.take_try(token)
    answered = cognito.sign_in(challenge.username, answer) if kind == Kind.PASSWORD else cognito.respond(challenge, answer)
    challenges.end(token)
    return _signed_in(answered)


def enter(account: cognito.Account) -> cognito.Tokens:
    """Whoever has been recognised without the password. Raises what `cognito.open_session` does; Forbidden (403 `challenge_required`) where
    they have a second factor: nobody gets round it by a code."""
    if account.has_app:
        raise _further_step(Challenge(Kind.PASSWORD, account.subject, account.subject, ""))
    return _signed_in(cognito.open_session(account.subject, tickets.issue(account.subject)))


def _signed_in(step: cognito.Tokens | Challenge) -> cognito.Tokens:
    import jwt

    if isinstance(step, Challenge):
        raise _further_step(step)
    # Straight from the identity provider: there is nothing to verify.
    claims = jwt.decode(step.access_token, options={"verify_signature": False})
    person = customer_id(str(claims["sub"]))
    if not standing_of(person, frozenset(claims.get("cognito:groups", []))).permissions:
        own_record(person, step.access_token)
    return step


def _further_step(challenge: Challenge) -> Forbidden:
    """Says which; and with which `session` to answer, unless it is a question that this shop has no answer to."""
    session = {"session": challenges.keep(challenge)} if challenge.answerable else {}
    needed = Forbidden("This account needs a further step to sign in.", code="challenge_required", challenge=challenge.kind, **session)
    needed.headers["Cache-Control"] = "no-store"
    return needed
