"""Somebody who works here lost their second factor: others take it away, and they enrol another."""

from __future__ import annotations

from functions.access import check_may_change, end_sessions, operator_finds
from functions.customers.factors.remove import remove_factors
from functions.shared.auth.caller import Caller
from functions.shared.events.envelope import Actor
from functions.shared.outside.observability import fact
from functions.shared.plain.errors import Forbidden


def reset_factor(person: str, *, caller: Caller) -> None:
    """All their sessions end. Raises NotFound for who does not work here, Forbidden (403 `own_factor`: one's own takes a fresh factor;
    `more_than_own`), Conflict (409 `no_factor`)."""
    if person == caller.id:
        raise Forbidden("Your own you change at /v1/me/factors, where it is asked for.", code="own_factor")
    check_may_change(person, caller)
    _reset(person, caller.actor)


def operator_resets_factor(email: str) -> str:
    """Face: by whoever has the keys of the AWS account, also for the last owner. Their id. Raises NotFound, Conflict (409 `no_factor`)."""
    person = operator_finds(email)
    _reset(person, Actor("staff", "operator"))
    return person


def _reset(person: str, actor: Actor) -> None:
    remove_factors(person, actor=actor)
    end_sessions(person)
    fact("staff.factor_reset", person_id=person)
