"""Accepting an invitation: by what was mailed to the address, for the account of the address, once."""

from __future__ import annotations

import hmac
from dataclasses import replace

from functions.access.model.invitation import Invitation, State
from functions.access.model.register import Profile
from functions.access.model.rights import MOST_PEOPLE, check_within, rights_in
from functions.access.store.invitations import invitation_put, signing_keys
from functions.access.store.people import Invited, find_invited
from functions.access.store.registers import Known, known_register, standing_write, told
from functions.customers import account_for, refuse_weak, set_first_password
from functions.shared.auth.standing import forget, standing_key
from functions.shared.events.contracts.staff import StaffJoined
from functions.shared.events.envelope import Actor
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict, Forbidden, Invalid
from functions.shared.plain.ids import customer_id
from functions.shared.store.again import again
from functions.shared.store.transactions import transact


def accept(token: str, password: str | None, name: str) -> Invitation:
    """An account is made where the address has none; one that is there keeps its password. Nobody is signed in by it.

    Raises Invalid (422 `invalid_invitation` for whatever is wrong with the token; `password_required`, `weak_password`), Conflict
    (409 `already_staff`, `invitation_void` when who invited may not give this any more).

    The account is made before the invitation is used up and gets its password afterwards: whoever dies in between can come again with
    the same link, until the account has one.
    """
    found = _of_token(token)
    account = account_for(found.invitation.email)
    is_open = found.invitation.state is State.OPEN
    if account is None or not account.has_password:
        if password is None:
            raise Invalid.field("/password", "password_required", "Choose a password for the new account.")
        refuse_weak(password, found.invitation.email)
        account = account or account_for(found.invitation.email, make=True, name=name or found.invitation.name)
    elif not is_open:
        raise _invalid()
    if account is None:
        raise _invalid()
    person = customer_id(account.subject)
    done = again(lambda: _join(token, person, name)) if is_open else found.invitation
    if not account.has_password and password is not None:
        set_first_password(done.email, password)
    return done


def _join(token: str, person: str, name: str) -> Invitation:
    found, known = _of_token(token), known_register()
    invitation = found.invitation
    if invitation.state is not State.OPEN:
        raise _invalid()
    _check(known, invitation, person)
    after = replace(invitation, state=State.ACCEPTED)
    profile = Profile(invitation.email, name or invitation.name, invitation.language, times.iso(clock.now()))
    event = StaffJoined(person, invitation.id, list(invitation.grants.roles))
    transact(
        [
            known.becomes(known.register.with_person(person, invitation.grants)),
            standing_write(person, invitation.grants, profile),
            invitation_put(after, found.version),
            told(event, standing_key(person), Actor("staff", person)),
        ]
    )
    forget(standing_key(person))
    fact("staff.joined", person_id=person, invitation_id=invitation.id)
    return after


def _check(known: Known, invitation: Invitation, person: str) -> None:
    if person in known.register.people:
        raise Conflict("This account is on the staff already.", code="already_staff")
    if len(known.register.people) >= MOST_PEOPLE:
        raise Conflict(f"A shop has at most {MOST_PEOPLE} people on its staff.", code="too_many_staff", most=MOST_PEOPLE)
    if not invitation.invited_by:
        return
    inviter = known.register.people.get(invitation.invited_by)
    void = Conflict("Who invited you may not give this any more. Ask them to be invited again.", code="invitation_void")
    if inviter is None or inviter.suspended:
        raise void
    try:
        check_within(rights_in(known.register, inviter), rights_in(known.register, invitation.grants))
    except Forbidden as error:
        raise void from error


def _of_token(token: str) -> Invited:
    """An accepted one as well: its account may still wait for its password."""
    found = find_invited(token.partition(".")[0])
    if found is None or found.invitation.state is State.WITHDRAWN or found.invitation.is_over(times.iso(clock.now())):
        raise _invalid()
    if not any(hmac.compare_digest(found.invitation.token(key).encode(), token.encode()) for key in signing_keys()):
        raise _invalid()
    return found


def _invalid() -> Invalid:
    return Invalid.field("/token", "invalid_invitation", "This invitation is used, over or withdrawn. Ask for a new one.")
