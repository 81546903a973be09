"""Face: what is mailed to somebody who is invited. An address and a link: asked for when the mail is sent, never carried by events."""

from __future__ import annotations

from functions.access.model.invitation import State
from functions.access.store.invitations import link_of
from functions.access.store.people import find_invited
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class InvitationMail:
    email: str
    name: str
    language: str
    link: str
    expires_at: str


def invitation_mail(invitation_id: str) -> InvitationMail | None:
    """With the link of the round it is in; None when it is over. One GetItem."""
    found = find_invited(invitation_id)
    if found is None or found.invitation.state is not State.OPEN or found.invitation.is_over(times.iso(clock.now())):
        return None
    invitation = found.invitation
    return InvitationMail(invitation.email, invitation.name, invitation.language, link_of(invitation), invitation.expires_at)
