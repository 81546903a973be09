"""Face: whether somebody may change what another of the staff signs in by, by the rule for their rights."""

from __future__ import annotations

from functions.access.model.rights import check_within, rights_in
from functions.access.store.registers import known_register
from functions.shared.auth.caller import Caller


def check_may_change(person: str, caller: Caller) -> None:
    """Raises NotFound for who does not work here, Forbidden (403 `more_than_own`) for who holds more than the caller."""
    known = known_register()
    grants = known.grants_of(person)
    check_within(known.rights_of(caller), rights_in(known.register, grants))
