"""What each write of a case changed, kept beside it for good and sealed as the case is: what it was at a moment is folded from that.

Events tell others what they need, and nobody what people wrote; some writes (a label, a file of evidence, a stuck refund) have none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from functions.aftersales.model.case import Case
from functions.aftersales.store.records import CaseChangeRecord, case_pk, change_sk
from functions.aftersales.store.sealed import CASE
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import as_json, parsed
from functions.shared.plain.deferred import dataclass
from functions.shared.sealing import opened_body, sealed_body
from functions.shared.store.transactions import Put

_SEALED = tuple(f"now.{field}" for field in CASE)
_OF_THE_ITEM = ("version", "changes_kept")


@dataclass(frozen=True)
class CaseChange:
    """`now`: of the fields of case.Case those that this write changed; of the first one all of them."""

    case_id: str
    version: int
    at: str
    now: dict[str, Any]


def change_put(before: Case | None, after: Case) -> Put:
    """Belongs into the transaction that writes `after`, whose optimistic lock makes it the only one of its version. `before`: as read; None
    where all of it is to be kept, which is done as well for a case that a release without changes wrote last."""
    was = _told(before) if before is not None and before.changes_kept else {}
    now = {name: value for name, value in _told(after).items() if name not in was or was[name] != value}
    change = CaseChange(after.id, after.version + 1, times.iso(clock.now()), now)
    pk, sk = case_pk(after.id), change_sk(change.version)
    body = sealed_body(change, _SEALED, key=after.order_id, place=f"{pk}|{sk}")
    return Put(CaseChangeRecord(pk=pk, sk=sk, kind="case_change", body=body))


def change_of(record: CaseChangeRecord) -> CaseChange:
    return opened_body(CaseChange, record.body, place=f"{record.pk}|{record.sk}")


def folded(changes: Iterable[CaseChange], until: str = "") -> Case | None:
    """The case as these, oldest first, leave it (`until`: a moment, and that moment too); None where nothing of it is known."""
    known, version = dict[str, Any](), 0
    for one in changes:
        if until and one.at > until:
            break
        known, version = {**known, **one.now}, one.version
    return parsed(Case, {**known, "changes_kept": True, "version": version}) if "order_id" in known else None


def _told(case: Case) -> dict[str, Any]:
    told: dict[str, Any] = as_json(replace(case, version=0))
    return {name: value for name, value in told.items() if name not in _OF_THE_ITEM}
