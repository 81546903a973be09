"""Somebody lost their second factor: who works here takes it away, and they enrol another."""

from __future__ import annotations

from functions.access import check_may_change, operator_finds
from functions.customers.factors.remove import remove_factors
from functions.customers.store.repository import find_customer
from functions.shared.auth.caller import Caller
from functions.shared.auth.standing import standing_of
from functions.shared.events.envelope import Actor
from functions.shared.outside.observability import fact
from functions.shared.plain.errors import Conflict, Forbidden, NotFound


def reset_factor(person: str, *, caller: Caller) -> None:
    """All their sessions end. Raises NotFound for who does not work here, Forbidden (403 `own_factor`: one's own takes a fresh factor;
    `more_than_own`), Conflict (409 `no_factor`)."""
    if person == caller.id:
        raise Forbidden("Your own you change at /v1/me/factors, where it is asked for.", code="own_factor")
    check_may_change(person, caller)
    _reset(person, caller.actor)


def reset_customer_factor(person: str, *, actor: Actor) -> None:
    """Of a customer who lost it with their recovery codes: all their sessions end, and they are written to (`factor.removed`). Raises
    NotFound, Conflict (409 `works_here`: people of the staff are reset as such; `no_factor`)."""
    if find_customer(person) is None:
        raise NotFound("There is no such customer.")
    if standing_of(person).roles:
        raise Conflict("They work here: POST /v1/admin/staff/{id}/reset_factor.", code="works_here")
    remove_factors(person, actor=actor)
    fact("customer.factor_reset", customer_id=person)


def operator_resets_factor(email: str) -> str:
    """Face: by whoever has the keys of the AWS account, also for the last owner. Their id. Raises NotFound, Conflict (409 `no_factor`)."""
    person = operator_finds(email)
    _reset(person, Actor("staff", "operator"))
    return person


def _reset(person: str, actor: Actor) -> None:
    remove_factors(person, actor=actor)
    fact("staff.factor_reset", person_id=person)
