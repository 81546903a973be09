"""Surveys as they are stored: one per thing that they are about, written under their version only, listed by the month of their answer."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from functions.aftersales.model.survey import CAMPAIGN, Survey, SurveyOf, SurveyState
from functions.aftersales.store.due import SHARDS
from functions.aftersales.store.records import SURVEY_SK, SurveyRecord, answers_in, answers_to, survey_pk, surveys_of
from functions.aftersales.store.sealed import survey_body, survey_of
from functions.shared.plain import ids
from functions.shared.plain.errors import NotFound
from functions.shared.store.records import find, find_many
from functions.shared.store.shards import place, rows
from functions.shared.store.transactions import Write
from functions.shared.store.versions import locked_put

_AT_ONCE = 100


def survey_id_of(of: SurveyOf) -> str:
    return ids.derived_id("srv", of.kind, of.id)


def find_survey(survey_id: str) -> Survey | None:
    record = find(SurveyRecord, survey_pk(survey_id), SURVEY_SK) if ids.is_id("srv", survey_id) else None
    return survey_of(record) if record else None


def get_survey(survey_id: str) -> Survey:
    """Raises NotFound."""
    survey = find_survey(survey_id)
    if survey is None:
        raise NotFound("There is no such survey.")
    return survey


def survey_put(survey: Survey) -> Write:
    """A new one or the next version. The transaction raises Overtaken."""
    body = survey_body(survey)
    record = SurveyRecord(pk=survey_pk(survey.id), sk=SURVEY_SK, kind="survey", version=survey.version + 1, body=body)
    if survey.due:
        record.due_pk, record.due_at = f"DUE#{zlib.crc32(survey.id.encode()) % SHARDS}", survey.due
    if survey.state is SurveyState.ANSWERED:
        at = f"{survey.answered_at}#{survey.id}"
        answered = answers_to(survey.form) if survey.form else answers_in(survey.answered_at[:7])
        record.listed_pk, record.listed_sk = place(answered, at, of=survey.id)
    if survey.of.kind == CAMPAIGN:
        # Nothing else of the person leads to it.
        record.gsi1pk, record.gsi1sk = surveys_of(survey.of.customer_id), survey.id
    return locked_put(record, survey.version)


def as_written(survey: Survey) -> Survey:
    return replace(survey, version=survey.version + 1)


def answers(month: str, start: str, end: str) -> Iterator[Survey]:
    """Those of a UTC month that were answered from `start` on, before `end`, by time. A query per shard, and a BatchGetItem per hundred."""
    return map(survey_of, _answered(answers_in(month), start, end))


def form_answers(form_id: str, start: str, end: str, after: str | None = None) -> Iterator[SurveyRecord]:
    """The same of a form, behind the one that is listed at `after`. Sealed, as they are stored: who counts needs nobody's key."""
    return _answered(answers_to(form_id), start, end, after)


def _answered(partition: str, start: str, end: str, after: str | None = None) -> Iterator[SurveyRecord]:
    walk = rows(SurveyRecord, partition, between=(start, end), after=after)
    while some := list(islice(walk, _AT_ONCE)):
        found = find_many({SurveyRecord: [(row.pk, row.sk) for row in some]})
        known = {record.pk: record for record in found.values() if isinstance(record, SurveyRecord)}
        yield from (known[row.pk] for row in some if row.pk in known and start <= row.at < end)
