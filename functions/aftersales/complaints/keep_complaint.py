"""What is done with a complaint, each step written with its event, or not at all."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from functions.aftersales.model.complaint import MOST_WORDS, About, Complaint, ComplaintState, Outcome
from functions.aftersales.model.survey import SurveyOf
from functions.aftersales.returns.whose_case import Asking
from functions.aftersales.store.complaints import as_written, complaint_put, get_complaint, number_claim, on_complaint
from functions.aftersales.store.plan_survey import survey_writes
from functions.aftersales.store.records import AftersalesTable, complaint_pk
from functions.aftersales.store.rules import case_rules
from functions.orders import bought_pieces
from functions.shared.auth.caller import Caller
from functions.shared.events.contracts.complaints import ComplaintAnswered, ComplaintClosed, ComplaintEscalated, ComplaintReceived
from functions.shared.events.envelope import SYSTEM, Actor, Payload
from functions.shared.events.events import event_put
from functions.shared.outside import clock, fresh
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict, NotFound, Unauthenticated
from functions.shared.plain.settings import settings
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, Write, transact


def complain(about: About, subject: str, order_id: str, text: str, asking: Asking, *, remember: Remember[Complaint]) -> Complaint:
    """By a customer, or by a guest about an order that they can open. Raises Unauthenticated (401), NotFound."""
    if order_id:
        bought = bought_pieces(order_id, caller=asking.caller, order_token=asking.order_token)
        if not bought.is_buyer:
            raise NotFound("There is no such order.")
    elif not asking.caller.id:
        raise Unauthenticated("Sign in, or name an order of yours.")

    def attempt() -> Complaint:
        now = clock.now()
        complaint = Complaint(
            id=fresh.new_id("cpl"),
            number=draw(),
            about=about,
            subject=subject or order_id,
            order_id=order_id,
            customer_id=asking.caller.id,
            opened_at=times.iso(now),
            deadline=_deadline(),
        ).saying("buyer", times.iso(now), text)
        return _write(complaint, ComplaintReceived(**_told(complaint)), asking.caller.actor, remember, number_claim(complaint))

    return again(attempt)


def draw() -> str:
    """The day in the store's time zone and six digits by chance."""
    today = clock.now().astimezone(ZoneInfo(settings().store_timezone))
    return f"C{today:%y%m%d}{secrets.randbelow(10**6):06d}"


def own_complaint(complaint_id: str, asking: Asking) -> Complaint:
    """For who complained: the customer, or a guest who opens its order. Raises NotFound."""
    complaint = get_complaint(complaint_id)
    if asking.caller.id and asking.caller.id == complaint.customer_id:
        return complaint
    if complaint.order_id and not complaint.customer_id:
        bought = bought_pieces(complaint.order_id, caller=asking.caller, order_token=asking.order_token)
        if bought.is_buyer:
            return complaint
    raise NotFound("There is no such complaint.")


def say_more(complaint_id: str, text: str, asking: Asking, *, remember: Remember[Complaint]) -> Complaint:
    """It is to be answered again. Raises NotFound, IllegalTransition (409) when it is closed, Conflict (409 `too_many_messages`)."""

    def more(_: Complaint) -> Complaint:
        before = own_complaint(complaint_id, asking)
        spoken = _heard(before, "buyer", text)
        after = spoken.to(ComplaintState.OPEN, _deadline()) if before.state is ComplaintState.ANSWERED else _still_open(spoken)
        return _write(after, None, asking.caller.actor, remember)

    return on_complaint(complaint_id, more)


def answer(complaint_id: str, text: str, caller: Caller, *, remember: Remember[Complaint]) -> Complaint:
    """Raises NotFound, IllegalTransition (409), Conflict (409 `too_many_messages`)."""

    def told(before: Complaint) -> Complaint:
        after = _heard(before, "staff", text).to(ComplaintState.ANSWERED)
        return _write(after, ComplaintAnswered(**_told(after)), caller.actor, remember)

    return on_complaint(complaint_id, told)


def close(complaint_id: str, outcome: Outcome, text: str, caller: Caller, *, remember: Remember[Complaint]) -> Complaint:
    """With an outcome and what is said of it. Raises NotFound, IllegalTransition (409), Conflict (409 `too_many_messages`)."""

    def end(before: Complaint) -> Complaint:
        now = times.iso(clock.now())
        after = replace(_heard(before, "staff", text).to(ComplaintState.CLOSED), outcome=outcome, closed_at=now)
        asked = SurveyOf("complaint", after.id, after.order_id, after.customer_id, caller.id, _seller(after), after.about.value)
        return _write(after, ComplaintClosed(**_told(after)), caller.actor, remember, *survey_writes(asked))

    return on_complaint(complaint_id, end)


def escalate_due(complaint_id: str) -> None:
    """Once per deadline, however often it is met; a day later the next level, until somebody answers."""

    def attempt(before: Complaint) -> None:
        if not before.deadline or times.iso(clock.now()) < before.deadline:
            return
        after = replace(before.to(ComplaintState.ESCALATED, _deadline()), level=before.level + 1)
        _write(after, ComplaintEscalated(**_told(after)), SYSTEM, lambda _: [])

    on_complaint(complaint_id, attempt)


def _seller(complaint: Complaint) -> str:
    return complaint.subject if complaint.about is About.SELLER else ""


def _deadline() -> str:
    return times.iso(clock.now() + timedelta(hours=case_rules()[0].complaint_hours))


def _heard(complaint: Complaint, by: str, text: str) -> Complaint:
    if len(complaint.said) >= MOST_WORDS:
        raise Conflict(f"{MOST_WORDS} messages are the most: close it.", code="too_many_messages", most=MOST_WORDS)
    return complaint.saying(by, times.iso(clock.now()), text)


def _still_open(complaint: Complaint) -> Complaint:
    return complaint if complaint.state is not ComplaintState.CLOSED else complaint.to(ComplaintState.OPEN)


def _write(after: Complaint, told: Payload | None, actor: Actor, remember: Remember[Complaint], *besides: Write) -> Complaint:
    written = as_written(after)
    pk, cause = complaint_pk(after.id), f"version {written.version}"
    events = [event_put(AftersalesTable, pk, told, subject=after.id, actor=actor, cause=cause)] if told else []
    transact([complaint_put(after), *events, *besides, *remember(written)])
    fact("complaint.moved", complaint_id=after.id, state=after.state.value, level=after.level)
    return written


def _told(complaint: Complaint) -> dict[str, Any]:
    return {
        "complaint_id": complaint.id,
        "number": complaint.number,
        "about": complaint.about.value,
        "subject": complaint.subject,
        "order_id": complaint.order_id,
        "status": complaint.state.value,
        "deadline": complaint.deadline,
        "level": complaint.level,
        "outcome": complaint.outcome.value if complaint.outcome else "",
    }
