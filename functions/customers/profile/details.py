"""Birth date and gender: theirs to tell, kept only while they agree to it (purpose `profile_details`), sealed with their record.

The write depends on the consent as it was read. Taking it back, by whichever way, is an event, which has both forgotten
(`consumers/list_customers.py`); until then nobody is shown them but their owner.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.customers.profile.profile import edit
from functions.customers.store.repository import find_customer
from functions.customers.store.sealed_bodies import customer_of
from functions.privacy import Purpose, still_agreed
from functions.shared.events.envelope import SYSTEM
from functions.shared.plain.errors import Conflict
from functions.shared.sealing import Erased
from functions.shared.store.transactions import Write

DETAILS = ("birth_date", "gender")


def details_allowed(person: str, changes: Mapping[str, Any]) -> list[Write]:
    """What the write of these changes depends on. Raises Conflict (409 `consent_required`)."""
    if not any(changes.get(name) is not None for name in DETAILS):
        return []
    agreed = still_agreed(person, Purpose.PROFILE_DETAILS)
    if agreed is None:
        raise Conflict("Agree to the purpose profile_details first: PUT /v1/me/consents.", code="consent_required")
    return [agreed]


def forget_details(person: str) -> None:
    """As long as they have not agreed again meanwhile. Again: nothing to do. Raises Overtaken."""
    record = find_customer(person)
    if record is None or still_agreed(person, Purpose.PROFILE_DETAILS) is not None:
        return
    try:
        customer = customer_of(record)
    except Erased:
        return
    if any(getattr(customer, name) is not None for name in DETAILS):
        edit(record, dict.fromkeys(DETAILS), actor=SYSTEM, expected=None, remember=lambda *_: [])
