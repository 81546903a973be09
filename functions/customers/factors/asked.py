"""Asking for the second factor. Every way in comes through `ask_factor`; what only its owner may change comes through `ask_fresh`."""

from __future__ import annotations

from typing import Any

from functions.customers.model.challenge import Challenge, Kind
from functions.customers.model.contact_change import FRESH as RECENT
from functions.customers.model.factors import FRESH
from functions.customers.model.passkeys import asked_of
from functions.customers.store import challenges
from functions.customers.store.factors import Known, known_factors
from functions.customers.store.own_session import OwnSession
from functions.customers.store.passkeys import passkeys_of
from functions.customers.store.records import ProofRecord, proof_pk
from functions.shared.auth.passkey_sites import passkey_sites
from functions.shared.outside import clock, fresh
from functions.shared.plain.errors import Forbidden
from functions.shared.plain.ids import customer_id
from functions.shared.store.records import find
from functions.shared.store.transactions import Put, transact


def ask_factor(subject: str) -> None:
    """Before somebody whose first proof was right gets tokens. Raises Forbidden (403 `challenge_required`) where they have a second
    factor: what they get is a `session`, nothing else."""
    if (known := known_factors(customer_id(subject))) is not None and known.factors.any:
        raise _asked(known, subject)


def ask_fresh(own: OwnSession) -> None:
    """Before somebody who is signed in changes by what they sign in. Nothing is asked of who has no second factor, nor of who has shown
    it in the last five minutes, by signing in or here. Raises Forbidden (403 `challenge_required`): who answers it may come again, with the
    token they had or with the new ones."""
    known = known_factors(customer_id(own.subject))
    if known is None or not known.factors.any or is_fresh(own):
        return
    raise _asked(known, own.subject, own.token)


def ask_recent(own: OwnSession) -> None:
    """For who can be sent no code, and for what lasts: a session that was left open is not enough. Raises Forbidden (403
    `sign_in_again`)."""
    if clock.of_tokens() - own.began > RECENT.total_seconds():
        raise Forbidden("Sign in again first: this asks for a sign-in of the last ten minutes.", code="sign_in_again")


def ask_first(own: OwnSession) -> None:
    """Before somebody makes a factor: who has one shows it, who has none has just signed in, because who came by a session that was left
    open would shut its owner out. Raises what `ask_fresh` and `ask_recent` do."""
    ask_fresh(own)
    known = known_factors(customer_id(own.subject))
    if known is None or not known.factors.any:
        ask_recent(own)


def is_fresh(own: OwnSession) -> bool:
    record = find(ProofRecord, proof_pk(own.token), proof_pk(own.token))
    if record is None or record.body != own.subject:
        return False
    # Items outlive their end by up to two days.
    return record.ttl is not None and int(record.ttl) > clock.now().timestamp()


def note_fresh(subject: str, *tokens: str) -> None:
    """Whoever has one of these access tokens (hashed) has just shown their second factor."""
    ends = int((clock.now() + FRESH).timestamp())
    transact(Put(ProofRecord(proof_pk(one), proof_pk(one), kind="factor_proof", body=subject, ttl=ends)) for one in tokens)


def further_step(challenge: Challenge, **options: Any) -> Forbidden:
    """Says which; and with which `session` to answer, unless it is a question that this shop has no answer to. `options`: what it takes
    to answer."""
    session = {"session": challenges.keep(challenge), "kinds": list(challenge.kinds)} if challenge.answerable else {}
    needed = Forbidden(
        "This needs a further step: answer it at POST /v1/auth/challenge.",
        code="challenge_required",
        challenge=challenge.kind,
        **session,
        **options,
    )
    needed.headers["Cache-Control"] = "no-store"
    return needed


def _asked(known: Known, subject: str, token: str = "") -> Forbidden:
    """The question for the second factor. Passkeys of a domain that the shop names no more are not asked for; who has nothing else is asked
    for a recovery code, also when none is left."""
    passkeys, nonce = passkeys_of(known), fresh.new_token()
    options = [asked_of(site.id, nonce, passkeys.of(site.id)) for site in passkey_sites() if passkeys.of(site.id)] if passkeys.all else []
    kinds = [Kind.APP_CODE] * (known.factors.app is not None) + [Kind.PASSKEY] * bool(options) + [Kind.RECOVERY_CODE] * bool(known.recovery)
    first, *others = kinds or [Kind.RECOVERY_CODE]
    challenge = Challenge(first, subject, subject, "", tuple(others), token, nonce if options else "")
    return further_step(challenge, **({"passkeys": options} if options else {}))
