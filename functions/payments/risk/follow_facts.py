"""What a provider tells moves what risk knows, in the transaction that writes the fact: so it counts once, however often it is told."""

from __future__ import annotations

from dataclasses import replace

from pynamodb.expressions.update import Action

from functions.payments.model.payer import PayerSigns
from functions.payments.model.payment_state import PaymentState
from functions.payments.model.provider_event import EventType, ProviderEvent
from functions.payments.model.risk.assessment import CARD, DEVICE, ORDER, PLACE, Assessment
from functions.payments.model.risk.facts import Counts, with_payer
from functions.payments.model.risk.score import Verdict, score_of
from functions.payments.risk.assess_start import kept_until
from functions.payments.risk.subjects import card_subject
from functions.payments.store.repository import History
from functions.payments.store.risk_items import (
    KEPT,
    PERSON_SK,
    RiskCountRecord,
    RiskPersonRecord,
    assessment_put,
    count_key,
    count_keys,
    counts_in,
    person_pk,
    spent_sk,
)
from functions.payments.store.risk_settings import risk_of_batch
from functions.shared.outside import clock
from functions.shared.outside.observability import broken, fact
from functions.shared.outside.outages import FAILURES
from functions.shared.plain.errors import Unavailable
from functions.shared.store.records import find_many
from functions.shared.store.transactions import Update, Write

_FAILED = frozenset({EventType.CHARGE_FAILURE, EventType.AUTHORIZATION_FAILURE})
_OURS = ("order_cancelled", "order_amended", "late_payment", "duplicate_payment", "mismatch_payment", "dispute_won")
_CAME = frozenset({EventType.CHARGE_SUCCESS, EventType.AUTHORIZATION_SUCCESS})


def judged_anew(known: History, event: ProviderEvent) -> History:
    """The payment with its assessment as it is after the event. Reads only where the event tells of its payer: the settings, and what
    is counted of the card. What cannot be read leaves what is known."""
    before = known.risk
    if before is None or event.type not in _CAME | _FAILED or not (event.card or event.risk or event.payer_country):
        return known
    try:
        card = card_subject(event.card)
        counts = _counts_of(card) if card else None
        subjects = {**before.subjects, CARD: card} if card else before.subjects
        if event.type in _FAILED:
            return replace(known, risk=replace(before, subjects=subjects))
        shop = risk_of_batch()
        facts = with_payer(before.facts, PayerSigns(event.risk, event.payer_country), counts, before.country)
    except (*FAILURES, Unavailable) as error:
        broken("risk.not_read", payment_id=before.payment_id, reason=type(error).__name__)
        return known
    after = replace(before, subjects=subjects).judged(facts, score_of(facts, shop.settings), shop.settings, shop.version)
    fact("risk.assessed", payment_id=after.payment_id, score=after.score, verdict=after.verdict.value, reasons=[*after.reasons])
    return replace(known, risk=after)


def _counts_of(card: str) -> Counts:
    found = find_many({RiskCountRecord: count_keys(CARD, card)}, consistent=False)
    return counts_in(found, CARD, card)


def risk_writes(known: History, event: ProviderEvent, before: PaymentState, after: PaymentState, stored: Assessment | None) -> list[Write]:
    """`stored`: the assessment as it lies in the table."""
    risk = known.risk
    if risk is None or not risk.subjects:
        # Not judged, or of somebody who is forgotten.
        return []
    writes: list[Write] = [assessment_put(risk)] if risk != stored else []
    if event.type in _FAILED and risk.acted_on is not Verdict.DECLINE:
        writes += [_count(kind, subject, risk, RiskCountRecord.declines.add(1)) for kind, subject in risk.subjects.items() if kind != PLACE]
        if card := risk.subjects.get(CARD):
            writes.append(_count(ORDER, risk.order_id, risk, RiskCountRecord.cards.add({card})))
    elif _has_come(after) and not _has_come(before):
        if card := risk.subjects.get(CARD):
            writes.append(_count(CARD, card, risk, RiskCountRecord.orders.add(1)))
        writes += _bought(risk)
    elif event.type is EventType.REFUND_SUCCESS and not before.refunded and _is_their_wish(known, event):
        writes += _noted(risk, RiskPersonRecord.refunds.add(1))
    elif event.type is EventType.CHARGE_BACK:
        writes += _noted(risk, RiskPersonRecord.disputes.add(1))
    return writes


def _is_their_wish(known: History, event: ProviderEvent) -> bool:
    """What goes back because the order ended, or as a gift, is nobody's habit."""
    one = known.refunds.get(event.refund_ref or "")
    return one is not None and not one.refund.goodwill and not one.refund.reason.startswith(_OURS)


def _has_come(state: PaymentState) -> bool:
    return bool(state.authorized or state.captured)


def _count(kind: str, subject: str, risk: Assessment, action: Action) -> Update:
    return Update(RiskCountRecord, *count_key(kind, subject, risk.payment_id), [action, *kept_until(kind, subject)])


def _bought(risk: Assessment) -> list[Write]:
    actions = [RiskPersonRecord.paid.add(1)]
    for kind, known in ((PLACE, RiskPersonRecord.places), (DEVICE, RiskPersonRecord.devices)):
        if kind in risk.learns:
            actions.append(known.add({risk.subjects[kind]}))
    return [*_noted(risk, *actions), *_spent(risk)]


def _spent(risk: Assessment) -> list[Write]:
    if not risk.person:
        return []
    actions = [RiskPersonRecord.paid.add(1), RiskPersonRecord.spent.add(risk.amount), *_end()]
    return [Update(RiskPersonRecord, person_pk(risk.person), spent_sk(risk.currency), actions)]


def _noted(risk: Assessment, *actions: Action) -> list[Write]:
    if not risk.person:
        return []
    return [Update(RiskPersonRecord, person_pk(risk.person), PERSON_SK, [*actions, *_end()])]


def _end() -> list[Action]:
    return [RiskPersonRecord.ttl.set(int(clock.now().timestamp()) + KEPT), RiskPersonRecord.kind.set("risk_person")]
