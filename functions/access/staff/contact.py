"""Face: how somebody who works here is written to."""

from __future__ import annotations

from functions.access.model.register import Profile
from functions.access.store.people import find_person


def staff_contact(person: str) -> Profile | None:
    """None for who does not work here. One GetItem."""
    found = find_person(person)
    return found.profile if found is not None else None
