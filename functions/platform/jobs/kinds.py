"""Kinds of jobs, and whose they are. Who may see jobs may not have all of them made."""

from __future__ import annotations

from functions.platform.model.job import Job
from functions.shared.auth.caller import Caller
from functions.shared.plain.errors import Forbidden

MADE_BY = {
    "audit.export": "audit.read", "catalog.export": "catalog.read", "catalog.import": "catalog.write",
    "loyalty.gift_cards": "stored_value.write", "marketing.commission": "marketing.read", "moving.import": "data.import",
    "privacy.erasure": "customers.erase", "privacy.export": "customers.erase", "privacy.record_export": "data.export",
    "promotions.codes": "promotions.write", "promotions.simulation": "promotions.write", "reports.export": "reports.read",
}  # fmt: skip
"""By kind the permission to have one made. What people ask for of themselves is with those who may have somebody forgotten."""
_FETCHED = frozenset(
    {"catalog.export", "loyalty.gift_cards", "marketing.commission", "promotions.codes", "reports.export"}
)  # fmt: skip
"""Whose file is where the job is seen: sales, or codes that are money. Of other kinds it is not; the file of the audit log has a way of its
own, which notes who fetched it."""


def sees_file(caller: Caller, job: Job) -> bool:
    return job.kind in _FETCHED and caller.may(MADE_BY[job.kind])


def require_making(caller: Caller, job: Job) -> None:
    """Who stops a job or has it go on decides about what it does. Raises Forbidden (403)."""
    needed = MADE_BY.get(job.kind)
    if needed is None or not caller.may(needed):
        raise Forbidden(f"A job of this kind needs the permission {needed}." if needed else "Nobody may.", permission=needed or "")
