"""What the shop says of people, for tests that do not come by it through the API."""

from __future__ import annotations

from functions.access.model.register import Grants, Profile
from functions.access.store.records import STAFF_PARTITION, GrantsRecord
from functions.shared.auth.standing import forget, standing_key
from functions.shared.plain.bodies import dump
from functions.shared.plain.ids import customer_id


def stand(
    subject: str,
    *roles: str,
    merchants: tuple[str, ...] | None = None,
    warehouses: tuple[str, ...] | None = None,
    suspended: bool = False,
    valid_from: int | None = None,
) -> str:
    """The person of this token's subject has exactly these roles, from the next request on. Their id."""
    person = customer_id(subject)
    key, grants = standing_key(person), Grants(roles, merchants, warehouses, suspended)
    profile = dump(Profile(f"{person}@shop.example"))
    listed = {"gsi1pk": STAFF_PARTITION, "gsi1sk": person}
    GrantsRecord(key, key, kind="standing", grants=grants.text(), valid_from=valid_from, body=profile, **listed).save()
    forget(key)
    return person
