"""What is required of everybody who works here."""

from __future__ import annotations

from functions.access.store.records import GrantsRecord, PolicyRecord
from functions.access.store.registers import told
from functions.shared.auth.caller import Caller
from functions.shared.auth.factor_policy import POLICY_KEY
from functions.shared.auth.standing import forget, standing_key
from functions.shared.events.contracts.staff import StaffPolicyChanged
from functions.shared.outside.observability import fact
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict
from functions.shared.store.again import again
from functions.shared.store.records import find
from functions.shared.store.transactions import Check, Remember, transact
from functions.shared.store.versions import check_version, locked_put


@dataclass(frozen=True)
class StaffPolicy:
    """As `shared/auth/factor_policy.py` reads it. `mfa_required_for_staff`: who works here has a second factor, or can do nothing but
    enrol one."""

    mfa_required_for_staff: bool = False


def staff_policy() -> tuple[StaffPolicy, int]:
    """With its version; 0 while nothing was ever said."""
    record = find(PolicyRecord, POLICY_KEY, POLICY_KEY)
    return (load(StaffPolicy, record.body), int(record.version)) if record is not None else (StaffPolicy(), 0)


def require_factor(
    required: bool, *, expected: int | None, caller: Caller, remember: Remember[StaffPolicy, int]
) -> tuple[StaffPolicy, int]:
    """Holds within a minute. Raises VersionConflict, and Conflict (409 `own_factor_missing`) for who switches it on without one: they would
    shut themselves out, and perhaps everybody."""

    def attempt() -> tuple[StaffPolicy, int]:
        before, version = staff_policy()
        check_version(version, expected)
        after = StaffPolicy(required)
        if after == before:
            transact(remember(before, version))
            return before, version
        record = PolicyRecord(POLICY_KEY, POLICY_KEY, kind="policy", version=version + 1, body=dump(after))
        event = told(StaffPolicyChanged(required), POLICY_KEY, caller.actor)
        own = [_has_factor(caller)] if required else []
        transact([*own, locked_put(record, version), event, *remember(after, version + 1)])
        forget(POLICY_KEY)
        fact("staff.policy_changed", mfa_required_for_staff=required)
        return after, version + 1

    return again(attempt)


def _has_factor(caller: Caller) -> Check:
    key = standing_key(caller.id)
    missing = Conflict("Enrol a second factor yourself first, at /v1/me/factors.", code="own_factor_missing")
    return Check(GrantsRecord, key, key, GrantsRecord.factor == True, missing)  # noqa: E712 - a condition, not a comparison
