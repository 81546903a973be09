"""What other rules would have said of the payments that came last: their facts are kept, so nothing is asked again and nothing follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from functions.payments.model.risk.assessment import Assessment
from functions.payments.model.risk.score import score_of
from functions.payments.model.risk.settings import RiskSettings
from functions.payments.store.records import PaymentsTable
from functions.payments.store.risk_items import ASSESSED, AssessmentRecord
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.store.records import find_many
from functions.shared.store.shards import rows

_AT_ONCE = 100


@dataclass(frozen=True)
class Otherwise:
    payment_id: str
    order_id: str
    at: str
    score: int
    verdict: str
    was: str
    reasons: dict[str, int]


@dataclass(frozen=True)
class Rehearsed:
    judged: int
    verdicts: dict[str, int]
    reasons: dict[str, int]
    changes: list[Otherwise]


def dry_run(settings: RiskSettings, last: int) -> Rehearsed:
    return rehearsed(newest(last), settings)


def newest(last: int) -> Iterator[Assessment]:
    """The newest first. A Query per shard and a BatchGetItem for each hundred."""
    listed = islice(rows(PaymentsTable, ASSESSED, newest_first=True, page_size=min(_AT_ONCE, last)), last)
    while some := list(islice(listed, _AT_ONCE)):
        found = find_many({AssessmentRecord: [(row.pk, row.sk) for row in some]}, consistent=False)
        for row in some:
            if record := found.get((AssessmentRecord, row.pk, row.sk)):
                yield load(Assessment, record.body)


def rehearsed(assessments: Iterable[Assessment], settings: RiskSettings) -> Rehearsed:
    """Pure. What settings of before made of amounts (large, small) and of domains stands in the facts as it was then."""
    verdicts, reasons, changes, judged = Counter[str](), Counter[str](), list[Otherwise](), 0
    for one in assessments:
        now, judged = score_of(one.facts, settings), judged + 1
        verdicts[now.verdict.value] += 1
        reasons.update(now.reasons.keys())
        if now.verdict is not one.verdict:
            otherwise = Otherwise(one.payment_id, one.order_id, one.at, now.score, now.verdict.value, one.verdict.value, dict(now.reasons))
            changes.append(otherwise)
    return Rehearsed(judged, dict(sorted(verdicts.items())), dict(sorted(reasons.items())), changes)
