"""Who works here and who is invited, found by a part of their name or address."""

from __future__ import annotations

from functions.access.staff.schemas import StaffOut, StaffQuery, shown
from functions.access.store.people import everybody, invited_of, person_of
from functions.access.store.registers import known_register
from functions.shared.plain import ids


def list_people(query: StaffQuery) -> list[StaffOut]:
    """By id: so in the order in which their accounts, and after them the invitations, came."""
    register, wanted = known_register().register, query.q.casefold()
    rows = [shown(one, register) for one in everybody()]
    return [
        row
        for row in rows
        if wanted in row.name.casefold() + "\n" + row.email.casefold()
        and (query.role is None or query.role in row.roles)
        and (query.status is None or query.status is row.status)
    ]


def read_person(person: str) -> StaffOut:
    """Also of an open invitation, by its id. Raises NotFound."""
    register = known_register().register
    return shown(invited_of(person) if ids.is_id("ivt", person) else person_of(person), register)
