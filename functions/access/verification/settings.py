"""What has to be proven of customers, as the shop says it."""

from __future__ import annotations

from functions.access.store.records import AccessTable
from functions.access.store.registers import told
from functions.shared.auth.caller import Caller
from functions.shared.auth.standing import forget
from functions.shared.auth.verified import VERIFICATION_KEY
from functions.shared.events.contracts.staff import VerificationRequired
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.store.again import again
from functions.shared.store.records import find
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version, locked_put


@dataclass(frozen=True)
class Verification:
    """As `shared/auth/verified.py` reads it. `required`: each of them, for operations that are `verified_only`."""

    required: tuple[str, ...] = ()


def verification() -> tuple[Verification, int]:
    """With its version; 0 while nothing was ever said."""
    record = find(AccessTable, VERIFICATION_KEY, VERIFICATION_KEY)
    return (load(Verification, record.body), int(record.version)) if record is not None else (Verification(), 0)


def require_verified(
    required: tuple[str, ...], *, expected: int | None, caller: Caller, remember: Remember[Verification, int]
) -> tuple[Verification, int]:
    """Holds within a minute. Raises VersionConflict."""

    def attempt() -> tuple[Verification, int]:
        before, version = verification()
        check_version(version, expected)
        after = Verification(tuple(sorted(set(required))))
        if after == before:
            transact(remember(before, version))
            return before, version
        record = AccessTable(pk=VERIFICATION_KEY, sk=VERIFICATION_KEY, kind="verification", body=dump(after), version=version + 1)
        event = told(VerificationRequired(list(after.required)), VERIFICATION_KEY, caller.actor)
        transact([locked_put(record, version), event, *remember(after, version + 1)])
        forget(VERIFICATION_KEY)
        return after, version + 1

    return again(attempt)
