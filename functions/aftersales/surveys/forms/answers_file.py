"""What was answered to a form, as a file for a spreadsheet: a row for each person, a column for each question."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import islice

from functions.aftersales.model.survey import Survey
from functions.aftersales.model.survey_form import Form
from functions.aftersales.store.records import SurveyRecord
from functions.aftersales.store.sealed import survey_of
from functions.aftersales.store.surveys import form_answers
from functions.aftersales.surveys.forms.results import counted_only
from functions.customers import CustomerContact, customer_contact
from functions.shared.contact.masking import masked_email
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.plain.files.formulas import guarded
from functions.shared.plain.pages import decode, encode
from functions.shared.store.shards import position_of

MOST_ROWS = 2_000
_BESIDES = ("survey_id", "answered_at", "campaign_id", "form_version", "person", "email")
_AT_ONCE, _LISTED = 10, "listed_"
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def answers_file(form: Form, start: datetime, end: datetime, campaign: str, *, masked: bool) -> str:
    """Options by their ids, several with `;` between. Of who was erased nothing is left but what they chose. Each row asks for a person's
    key and contact: ten at a time. `end` is left out. Raises Invalid (422 `too_large`)."""
    return _written(form, list(counted_only(_found(form, start, end, campaign), MOST_ROWS)), masked=masked)


def answers_page(form: Form, start: datetime, end: datetime, campaign: str, cursor: str, *, masked: bool) -> tuple[str, str]:
    """As many rows as a file has, with the names of the columns again, and the cursor of what comes behind them; "" behind the last ones.
    `cursor` "": the first. Raises Unreadable (400 `invalid_cursor`)."""
    query = {"answers to": form.id, "campaign": campaign}
    after = position_of(decode(cursor or None, query), former=_LISTED)
    records = list(islice(_found(form, start, end, campaign, after), MOST_ROWS + 1))
    shown = records[:MOST_ROWS]
    text = _written(form, shown, masked=masked)
    if len(records) <= MOST_ROWS:
        return text, ""
    last = shown[-1]
    return text, encode({"pk": last.pk, "sk": last.sk, "listed_sk": last.listed_sk}, query)


def _found(form: Form, start: datetime, end: datetime, campaign: str, after: str | None = None) -> Iterator[SurveyRecord]:
    found = form_answers(form.id, times.iso(start), times.iso(end), after)
    return (one for one in found if not campaign or load(Survey, one.body).of.reason == campaign)


def _written(form: Form, records: Sequence[SurveyRecord], *, masked: bool) -> str:
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        surveys = list(pool.map(survey_of, records))
        contacts = list(pool.map(customer_contact, [one.of.customer_id for one in surveys]))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*_BESIDES, *form.natures])
    for survey, contact in zip(surveys, contacts, strict=True):
        writer.writerow(_row(survey, contact, list(form.natures), masked=masked))
    return text.getvalue()


def _row(one: Survey, contact: CustomerContact | None, questions: Sequence[str], *, masked: bool) -> list[str]:
    answers = {answer.question: answer.shown for answer in one.answers}
    email = (contact.email or "") if contact else ""
    person = [one.of.customer_id if contact else "", guarded(masked_email(email) if email and masked else email)]
    besides = [one.id, one.answered_at, one.of.reason, str(one.form_number)]
    return [*besides, *person, *(_cell(answers.get(name, "")) for name in questions)]


def _cell(text: str) -> str:
    """A number below 0 is one; everything else that a spreadsheet would calculate is a text."""
    return text if _NUMBER.fullmatch(text) else guarded(text)
