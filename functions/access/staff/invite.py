"""Invitations: sent, sent again, withdrawn. Whoever is invited is nobody until they accept."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from functions.access.model.invitation import LASTS, Invitation, State
from functions.access.model.register import Grants
from functions.access.model.rights import MOST_PEOPLE, check_known, check_within, rights_in
from functions.access.store.invitations import invitation_put
from functions.access.store.people import Invited, Person, everybody, find_invited, invited_of
from functions.access.store.records import invitation_key
from functions.access.store.registers import Known, known_register, told
from functions.shared.auth.caller import Caller
from functions.shared.events.contracts.staff import StaffInvitationWithdrawn, StaffInvited
from functions.shared.outside import clock
from functions.shared.plain import ids, times
from functions.shared.plain.errors import Conflict, IllegalTransition, Invalid
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact


def invite(email: str, grants: Grants, *, name: str, language: str, caller: Caller, remember: Remember[Invitation, int]) -> Invited:
    """Raises Invalid (422 `unknown_role`, `no_roles`), Forbidden (403 `more_than_own`), Conflict (409 `already_staff`,
    `already_invited`, `too_many_staff`)."""
    invitation_id = ids.derived_id("ivt", email)

    def attempt() -> Invited:
        known, found, now = known_register(), find_invited(invitation_id), clock.now()
        if any(isinstance(one, Person) and one.profile.email == email for one in everybody()):
            raise Conflict("Somebody with this address is on the staff.", code="already_staff")
        if found and found.invitation.state is State.OPEN and not found.invitation.is_over(times.iso(now)):
            raise Conflict("This address is invited already; send it again.", code="already_invited", invitation_id=invitation_id)
        check_gift(known, grants, caller)
        last, version = (found.invitation.round, found.version) if found else (0, 0)
        made = Invitation(invitation_id, email, name, language, grants, "", *_dates(now), round=last + 1)
        return _send(known, made, version, caller, remember)

    return again(attempt)


def resend(invitation_id: str, *, caller: Caller, remember: Remember[Invitation, int]) -> Invited:
    """With a new link; the one of before opens nothing. Who sends it answers for what it gives."""

    def attempt() -> Invited:
        known, found = known_register(), _open(invitation_id)
        check_gift(known, found.invitation.grants, caller)
        sent_at, expires_at = _dates(clock.now())
        again_ = replace(found.invitation, round=found.invitation.round + 1, sent_at=sent_at, expires_at=expires_at)
        return _send(known, again_, found.version, caller, remember)

    return again(attempt)


def withdraw(invitation_id: str, *, caller: Caller, remember: Remember[()]) -> None:
    """Raises NotFound, IllegalTransition (409) for one that was accepted or withdrawn."""

    def attempt() -> None:
        found = _open(invitation_id)
        put = invitation_put(replace(found.invitation, state=State.WITHDRAWN, email="", name=""), found.version)
        event = told(StaffInvitationWithdrawn(invitation_id), invitation_key(invitation_id), caller.actor)
        transact([put, event, *remember()])

    again(attempt)


def check_gift(known: Known, grants: Grants, caller: Caller) -> None:
    """That the caller may give this, and that it is something."""
    if not grants.roles:
        raise Invalid.field("/roles", "no_roles", "Name at least one role.")
    check_known(known.register, grants.roles)
    check_within(known.rights_of(caller), rights_in(known.register, grants))


def _open(invitation_id: str) -> Invited:
    found = invited_of(invitation_id)
    if found.invitation.state is not State.OPEN:
        raise IllegalTransition(found.invitation.state.value, "sent again or withdrawn", [])
    return found


def _send(known: Known, made: Invitation, version: int, caller: Caller, remember: Remember[Invitation, int]) -> Invited:
    if len(known.register.people) >= MOST_PEOPLE:
        raise Conflict(f"A shop has at most {MOST_PEOPLE} people on its staff.", code="too_many_staff", most=MOST_PEOPLE)
    made = replace(made, invited_by=caller.id if caller.id in known.register.people else "")
    grants = made.grants
    limits = (None if limit is None else list(limit) for limit in (grants.merchants, grants.warehouses))
    event = StaffInvited(made.id, made.round, made.language, list(grants.roles), *limits)
    transact([invitation_put(made, version), told(event, invitation_key(made.id), caller.actor), *remember(made, version + 1)])
    return Invited(made, version + 1)


def _dates(now: datetime) -> tuple[str, str]:
    return times.iso(now), times.iso(now + LASTS)
