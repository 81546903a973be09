"""Forms of surveys as they are stored: the newest version at the head, each version beside it, written once. As a face: whether a form can
be sent to people."""

from __future__ import annotations

from dataclasses import replace

from functions.aftersales.model.survey_form import Form
from functions.aftersales.store.records import FORM_SK, FORMS, FormRecord, form_pk, form_version_sk
from functions.shared.plain import ids
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import NotFound
from functions.shared.plain.pages import Page
from functions.shared.store.again import Overtaken
from functions.shared.store.records import find
from functions.shared.store.shards import listed_page, place
from functions.shared.store.transactions import Write, put_new
from functions.shared.store.versions import locked_put


def get_form(form_id: str, number: int = 0) -> Form:
    """The newest version, or the one of that number. One GetItem. Raises NotFound."""
    sk = form_version_sk(number) if number else FORM_SK
    record = find(FormRecord, form_pk(form_id), sk) if ids.is_id("sfm", form_id) else None
    if record is None:
        raise NotFound("There is no such form.")
    return _form(record)


def form_is_open(form_id: str) -> bool | None:
    """None where there is no such form."""
    try:
        return get_form(form_id).is_open
    except NotFound:
        return None


def form_writes(form: Form, *, number_before: int) -> list[Write]:
    """A new one or the next version; what it asks beside it, where that is new. The transaction raises Overtaken."""
    body = dump(replace(form, version=0))
    head = FormRecord(pk=form_pk(form.id), sk=FORM_SK, kind="survey_form", version=form.version + 1, body=body)
    head.listed_pk, head.listed_sk = place(FORMS, form.id)
    writes: list[Write] = [locked_put(head, form.version)]
    if form.number != number_before:
        record = FormRecord(pk=form_pk(form.id), sk=form_version_sk(form.number), kind="survey_form_version", body=body)
        writes.append(put_new(record, Overtaken()))
    return writes


def list_forms(*, limit: int, cursor: str | None) -> Page[Form]:
    """Newest first."""
    page = listed_page(FormRecord, FORMS, query={"list": FORMS}, limit=limit, cursor=cursor, newest_first=True)
    return Page([_form(record) for record in page.data], page.next_cursor)


def _form(record: FormRecord) -> Form:
    return replace(load(Form, record.body), version=int(record.version))
