"""Writing invitations, and the key of what their links hold."""

from __future__ import annotations

from functions.access.model.invitation import FORGOTTEN_AFTER, Invitation, State
from functions.access.store.records import STAFF_PARTITION, InvitationRecord, invitation_key
from functions.shared.outside.provider_keys import provider_keys
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import dump
from functions.shared.plain.errors import Unavailable
from functions.shared.plain.settings import settings
from functions.shared.store.transactions import Delete, Put
from functions.shared.store.versions import locked_put


def invitation_put(invitation: Invitation, version: int) -> Put:
    """In place of the one that was read at `version` (0: none). Open ones are listed among the staff."""
    key = invitation_key(invitation.id)
    record = InvitationRecord(key, key, kind="invitation", version=version + 1, body=dump(invitation))
    if invitation.state is not State.ACCEPTED:
        # Nobody came of it: the address is forgotten with it.
        record.ttl = int((times.parse(invitation.expires_at) + FORGOTTEN_AFTER).timestamp())
    if invitation.state is State.OPEN:
        record.gsi1pk, record.gsi1sk = STAFF_PARTITION, invitation.id
    return locked_put(record, version)


def invitation_gone(email: str) -> Delete:
    """With the person who came of it goes what the invitation says of them."""
    key = invitation_key(ids.derived_id("ivt", email))
    return Delete(InvitationRecord(key, key))


def signing_keys() -> tuple[str, ...]:
    """What signs, then what still verifies: those of the links to orders. Raises Unavailable while there is none."""
    found = tuple(key.secret for key in provider_keys(settings().secret_links, "order_links"))
    if not found:
        raise Unavailable("The key that signs links is not set.")
    return found


def link_of(invitation: Invitation) -> str:
    """Behind `#`, which no browser sends: what opens it stands in no log."""
    return f"{settings().public_base_url}/admin/invitation#{invitation.token(signing_keys()[0])}"
