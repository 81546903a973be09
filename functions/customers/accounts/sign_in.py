"""Signing in. At a customer's first time the shop makes their record, so that their welcome and their mails wait for no visit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from functions.customers.accounts.weak_passwords import weakness
from functions.customers.factors.answered import check_factor
from functions.customers.factors.asked import ask_factor, further_step, note_fresh
from functions.customers.factors.shown_passkey import note_shown, shown_passkey
from functions.customers.model.challenge import Challenge, Kind
from functions.customers.model.customer import Method
from functions.customers.profile.profile import own_record
from functions.customers.profile.verifying import note_verified
from functions.customers.store import challenges, cognito, tickets
from functions.shared.auth.standing import standing_of
from functions.shared.plain import ids
from functions.shared.plain.errors import Invalid
from functions.shared.plain.ids import customer_id, subject_of

_APP_CODE = re.compile("[0-9]{6}")


def sign_in(login: str, password: str) -> cognito.Tokens:
    """Raises what `cognito.sign_in` does, and Forbidden (403 `challenge_required`) when the password alone is not enough. Staff have no
    customer's record until they shop."""
    return _admitted(cognito.sign_in(login, password))


def answer_challenge(token: str, kind: Kind, answer: str | None, passkey: Mapping[str, Any] | None = None) -> cognito.Tokens:
    """The further step that a refusal asked for. Raises what `challenges.kept`, `check_factor`, `shown_passkey` and `cognito.respond` do,
    Forbidden when there is one more, and Invalid for an answer that cannot be right, which is no try."""
    challenge = challenges.kept(token)
    if kind not in challenge.kinds:
        raise Invalid.field("/kind", "wrong_kind", f"This session asks for {' or '.join(challenge.kinds)}.")
    if kind == Kind.PASSKEY:
        if passkey is None:
            raise Invalid.field("/passkey", "proof_required", "Send what the passkey answered.")
        return _by_passkey(token, challenge, passkey)
    if answer is None:
        raise Invalid.field("/answer", "proof_required", "Send the answer.")
    if kind == Kind.NEW_PASSWORD and (why := weakness(answer, challenge.login)):
        raise cognito.weak_password(why, "/answer")
    if kind == Kind.APP_CODE and not _APP_CODE.fullmatch(answer):
        raise Invalid.field("/answer", "invalid_code", "Six digits, as the authenticator app shows them.")
    challenges.take_try(token)
    if challenge.is_of_shop:
        return _by_factor(token, challenge, kind, answer)
    answered = cognito.sign_in(challenge.username, answer) if kind == Kind.PASSWORD else cognito.respond(challenge, answer)
    challenges.end(token)
    return _admitted(answered)


def enter(account: cognito.Account, method: Method = Method.CODE) -> cognito.Tokens:
    """Whoever has been recognised without the password; `method`: by what their login is known to be theirs. Raises what
    `cognito.open_session` does; Forbidden (403 `challenge_required`) where they have a second factor: nobody gets round it by a code."""
    if account.has_app:
        raise further_step(Challenge(Kind.PASSWORD, account.subject, account.subject, ""))
    ask_factor(account.subject)
    return _welcomed(cognito.open_session(account.subject, tickets.issue(account.subject)), method)


def _admitted(step: cognito.Tokens | Challenge) -> cognito.Tokens:
    """What the pool gave for a password. Where the shop asks for a second factor, nobody ever sees these tokens."""
    if isinstance(step, Challenge):
        raise further_step(step)
    ask_factor(_subject(step))
    return _welcomed(step)


def _by_factor(token: str, challenge: Challenge, kind: Kind, answer: str) -> cognito.Tokens:
    check_factor(customer_id(challenge.username), kind, answer)
    challenges.end(token)
    return _proven(challenge.username, challenge)


def _by_passkey(token: str, challenge: Challenge, answer: Mapping[str, Any]) -> cognito.Tokens:
    """What it signed is used up before it is noted: of two who bring the same answer, one comes in, and no passkey looks like a copy."""
    challenges.take_try(token)
    shown = shown_passkey(challenge, answer)
    challenges.end(token)
    note_shown(shown)
    return _proven(subject_of(shown.person), challenge)


def _proven(subject: str, challenge: Challenge) -> cognito.Tokens:
    tokens = cognito.open_session(subject, tickets.issue(subject))
    note_fresh(subject, *filter(None, (ids.token_hash(tokens.access_token), challenge.token)))
    return _welcomed(tokens)


def _welcomed(tokens: cognito.Tokens, method: Method = Method.CODE) -> cognito.Tokens:
    """An account with a password got its login by a code, which opened the registration or chose the password."""
    claims = _claims(tokens)
    person = customer_id(str(claims["sub"]))
    standing = standing_of(person, frozenset(claims.get("cognito:groups", [])))
    if not standing.permissions:
        own_record(person, tokens.access_token, method)
        if standing.verified is None and standing_of(person).verified is None:
            note_verified(person, tokens.access_token, method)
    return tokens


def _subject(tokens: cognito.Tokens) -> str:
    return str(_claims(tokens)["sub"])


def _claims(tokens: cognito.Tokens) -> dict[str, Any]:
    import jwt

    # Straight from the identity provider: there is nothing to verify.
    return dict(jwt.decode(tokens.access_token, options={"verify_signature": False}))
