"""A survey is sent when its day has come, and answered once."""

from __future__ import annotations

from collections.abc import Mapping

from functions.aftersales.model.form_answers import Answer, Sent, checked, leaving
from functions.aftersales.model.survey import CAMPAIGN, OPEN_FOR, Survey, SurveyOf, SurveyState
from functions.aftersales.model.survey_form import Form
from functions.aftersales.store.plan_survey import asked_writes
from functions.aftersales.store.records import AftersalesTable, survey_pk
from functions.aftersales.store.survey_forms import form_is_open
from functions.aftersales.store.survey_links import form_of, opened
from functions.aftersales.store.surveys import as_written, find_survey, survey_id_of, survey_put
from functions.shared.events.contracts.complaints import SurveyAnswered, SurveySent, SurveyWithheld
from functions.shared.events.contracts.promotions import SurveyRequested
from functions.shared.events.envelope import SYSTEM, Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact


def send_due(survey_id: str) -> None:
    """Once, however often its day is met: the message follows from the event, which is written with the state."""

    def attempt() -> None:
        survey, now = find_survey(survey_id), clock.now()
        if survey is None or survey.state is not SurveyState.WAITING or times.iso(now) < survey.due:
            return
        after = survey.sent(times.iso(now), times.iso(now + OPEN_FOR))
        told = SurveySent(after.id, after.of.kind, after.of.id, after.of.order_id)
        event = event_put(AftersalesTable, survey_pk(after.id), told, subject=after.id, actor=SYSTEM, cause="sent")
        transact([survey_put(after), event])
        fact("survey.sent", survey_id=after.id, kind=after.of.kind)

    again(attempt)


def note_requested(requested: SurveyRequested) -> None:
    """A campaign asks: once for a campaign (or its series) and a person, however often it is told. That its form was closed meanwhile is
    told, so that nobody counts who was not asked."""
    of = SurveyOf(CAMPAIGN, f"{requested.cause}:{requested.person}", customer_id=requested.person, reason=requested.cause.partition(":")[0])

    survey_id = survey_id_of(of)

    def attempt() -> None:
        if writes := asked_writes(of, requested.form_id):
            transact(writes)
        elif requested.form_id and find_survey(survey_id) is None:
            told = SurveyWithheld(survey_id, requested.cause, requested.person, "form_closed")
            transact([event_put(AftersalesTable, survey_pk(survey_id), told, subject=survey_id, actor=SYSTEM, cause="withheld")])

    again(attempt)
    send_due(survey_id)


@dataclass(frozen=True)
class Said:
    """What somebody sends: a score and perhaps a comment, or answers by question."""

    score: int | None = None
    comment: str = ""
    answers: Mapping[str, Sent] | None = None


def answer(text: str, said: Said, *, remember: Remember[Survey]) -> Survey:
    """By whoever has its link. Raises NotFound, Conflict (409 `already_answered`, `survey_over`), Invalid."""

    def attempt() -> Survey:
        before, now = opened(text), times.iso(clock.now())
        before.refuse_answer(now)
        why = list[str]()
        if before.form:
            form, answers = _to_form(before, said)
            after, why = before.answered(0, "", answers, now), leaving(form.questions, answers)
        else:
            after = before.answered(_scored(said), said.comment, [], now)
        told = SurveyAnswered(after.id, after.of.kind, after.of.id, after.score, after.form, why)
        event = event_put(AftersalesTable, survey_pk(after.id), told, subject=after.id, actor=Actor("guest"), cause="answered")
        written = as_written(after)
        transact([survey_put(after), event, *remember(written)])
        fact("survey.answered", survey_id=after.id, score=after.score)
        return written

    return again(attempt)


def _to_form(survey: Survey, said: Said) -> tuple[Form, list[Answer]]:
    if said.score is not None or said.comment:
        raise Invalid.field("/score" if said.score is not None else "/comment", "not_asked", "It asks the questions of a form.")
    if not form_is_open(survey.form):
        raise Conflict("It cannot be answered any more.", code="survey_over")
    form = form_of(survey)
    return form, checked(form.questions, said.answers or {})


def _scored(said: Said) -> int:
    if said.answers is not None:
        raise Invalid.field("/answers", "not_asked", "It asks for a score.")
    if said.score is None:
        raise Invalid.field("/score", "required", "It asks for a score.")
    return said.score
