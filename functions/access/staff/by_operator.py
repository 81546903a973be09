"""Face: what whoever has the keys of the AWS account does to the staff from the command line, by the same rules, as an owner would."""

from __future__ import annotations

from collections.abc import Sequence

from functions.access.model.register import Grants
from functions.access.staff import edit_people, invite
from functions.access.staff.list_people import list_people
from functions.access.staff.schemas import StaffOut, StaffQuery
from functions.access.store.people import Person, everybody
from functions.shared.auth.caller import staff_caller
from functions.shared.contact.emails import same_email
from functions.shared.plain.errors import NotFound

OPERATOR = staff_caller("operator", "owner")


def operator_lists() -> list[StaffOut]:
    return list_people(StaffQuery(q=""))


def operator_invites(email: str, roles: Sequence[str], language: str) -> str:
    """Until when the mailed link is good. Raises as `invite` does."""
    grants = Grants(tuple(sorted(set(roles))))
    made = invite.invite(same_email(email), grants, name="", language=language, caller=OPERATOR, remember=lambda *_: [])
    return made.invitation.expires_at


def operator_suspends(email: str) -> str:
    """Their id. Raises NotFound, and as `suspend` does."""
    return edit_people.suspend(operator_finds(email), expected=None, caller=OPERATOR, remember=lambda *_: []).id


def operator_finds(email: str) -> str:
    """The id of somebody who works here. Raises NotFound."""
    wanted = same_email(email)
    for one in everybody():
        if isinstance(one, Person) and one.profile.email == wanted:
            return one.id
    raise NotFound(f"Nobody on the staff has the address {wanted}.")
