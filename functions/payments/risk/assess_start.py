"""Before a provider is asked: how risky a payment is, by what was counted before. One BatchGetItem; what it counts itself is written with
the attempt, so that one that is begun twice counts once.

What cannot be read holds the order for people, and stops nobody from paying: neither an outage nor a missing key is a free hour, and
neither closes the shop.
"""

from __future__ import annotations

from pynamodb.expressions.update import Action

from functions.orders import Payable
from functions.payments.model.attempt import Attempt
from functions.payments.model.risk.assessment import ADDRESS, CUSTOMER, DEVICE, EMAIL, ORDER, PLACE, Assessment
from functions.payments.model.risk.facts import MOST_KNOWN, Buy, Counts, Known, RiskFacts, facts_of
from functions.payments.model.risk.score import score_of
from functions.payments.model.risk.settings import Mode, RiskSettings
from functions.payments.risk.subjects import is_disposable, person_of, subjects_of
from functions.payments.store.records import ATTEMPTS_SK, AttemptsRecord, order_partition, payment_pk
from functions.payments.store.risk_items import (
    ASSESSMENT_SK,
    AssessmentRecord,
    Found,
    RiskCountRecord,
    RiskPersonRecord,
    assessment_put,
    count_key,
    count_keys,
    counts_in,
    person_in,
    person_keys,
    running,
)
from functions.payments.store.risk_settings import KeptRisk
from functions.shared.outside import clock
from functions.shared.outside.observability import broken, fact
from functions.shared.outside.outages import FAILURES
from functions.shared.plain.bodies import load
from functions.shared.plain.errors import Unavailable
from functions.shared.store.records import find, find_many
from functions.shared.store.transactions import Update, Write

_AFTER = 3_600
"""Counters are kept for so long after their window: clocks differ."""


def assess_start(attempt: Attempt, order: Payable, shop: KeptRisk, *, client_ip: str, device: str) -> tuple[Assessment | None, list[Write]]:
    """The payment as it is judged before it begins, and what is written with its attempt. Nothing in mode `off`."""
    settings = shop.settings
    if settings.mode is Mode.OFF:
        return None, []
    subjects: dict[str, str] = {}
    facts, learnt, again = RiskFacts(is_unknown=1), dict[str, int](), False
    try:
        subjects = subjects_of(order, client_ip=client_ip, device=device)
        buy, known = _looked_up(attempt, order, settings, subjects)
        facts, again = facts_of(buy, known, settings), buy.again
        learnt = {PLACE: len(known.person.places), DEVICE: len(known.person.devices)}
    except (*FAILURES, Unavailable) as error:
        broken("risk.not_read", reason=type(error).__name__)
    scored = score_of(facts, settings)
    assessment = Assessment(
        payment_id=attempt.id,
        order_id=attempt.order_id,
        at=attempt.created_at,
        amount=attempt.money.amount,
        currency=attempt.money.currency,
        country=order.country,
        mode=settings.mode,
        facts=facts,
        score=scored.score,
        verdict=scored.verdict,
        reasons=scored.reasons,
        version=shop.version,
        review_hours=settings.review_hours,
        at_deadline=settings.at_deadline,
        person=person_of(subjects),
        subjects=subjects,
        learns=tuple(kind for kind, number in learnt.items() if kind in subjects and number < MOST_KNOWN),
    )
    fact("risk.assessed", payment_id=attempt.id, score=scored.score, verdict=scored.verdict.value, reasons=[*scored.reasons])
    return assessment, [assessment_put(assessment), *([] if again else _counted(assessment, settings))]


def stored_assessment(payment_id: str) -> Assessment | None:
    """One GetItem."""
    record = find(AssessmentRecord, payment_pk(payment_id), ASSESSMENT_SK)
    return load(Assessment, record.body) if record else None


def _looked_up(attempt: Attempt, order: Payable, settings: RiskSettings, subjects: dict[str, str]) -> tuple[Buy, Known]:
    person, currency, email = person_of(subjects), attempt.money.currency, order.address.email or ""
    in_order = count_key(ORDER, attempt.order_id, attempt.id)
    counted = [key for kind, subject in subjects.items() for key in count_keys(kind, subject)]
    attempts = (order_partition(attempt.order_id), ATTEMPTS_SK)
    found: Found = find_many(
        {RiskCountRecord: [*counted, in_order], RiskPersonRecord: person_keys(person, currency), AttemptsRecord: [attempts]},
        consistent=False,
    )
    of_order = found.get((RiskCountRecord, *in_order))
    counts = {kind: counts_in(found, kind, subject) for kind, subject in subjects.items()}
    known = Known(
        customer=counts.get(CUSTOMER, Counts()),
        email=counts.get(EMAIL, Counts()),
        address=counts.get(ADDRESS, Counts()),
        device=counts.get(DEVICE, Counts()),
        place=counts.get(PLACE, Counts()),
        person=person_in(found, person, currency, clock.now()),
        cards=len(of_order.cards or ()) if isinstance(of_order, RiskCountRecord) else 0,
    )
    buy = Buy(
        amount=attempt.money.amount,
        currency=currency,
        place=subjects.get(PLACE, ""),
        device=subjects.get(DEVICE, ""),
        is_disposable_mail=bool(email) and is_disposable(email, settings.disposable),
        again=(AttemptsRecord, *attempts) in found,
    )
    return buy, known


def _counted(assessment: Assessment, settings: RiskSettings) -> list[Write]:
    """An order counts once, with its first attempt."""
    is_small = settings.is_small(assessment.amount, assessment.currency)
    writes: list[Write] = []
    for kind, subject in assessment.subjects.items():
        actions = [RiskCountRecord.orders.add(1), *kept_until(kind, subject)]
        if is_small and kind in (ADDRESS, DEVICE):
            actions.append(RiskCountRecord.small.add(1))
        if kind == PLACE and assessment.facts.is_new:
            actions.append(RiskCountRecord.strangers.add(1))
        writes.append(Update(RiskCountRecord, *count_key(kind, subject, assessment.payment_id), actions))
    return writes


def kept_until(kind: str, subject: str) -> list[Action]:
    ends = running(kind, subject).end + _AFTER
    return [RiskCountRecord.ttl.set(ends), RiskCountRecord.kind.set("risk_count")]
