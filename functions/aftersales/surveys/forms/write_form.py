"""Forms are made and changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from functions.aftersales.model.survey_form import Form, Question, Texts, faults_of
from functions.aftersales.store.survey_forms import form_writes, get_form
from functions.shared.auth.caller import Caller
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.errors import Invalid
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version


def make_form(title: Texts, intro: Texts, questions: Sequence[Question], *, caller: Caller, remember: Remember[Form]) -> Form:
    """Raises Invalid."""
    _look_through(title, intro, questions)
    now = times.iso(clock.now())
    made = Form(
        fresh.new_id("sfm"), title, list(questions), intro, natures={one.id: one.nature for one in questions}, created_at=now,
        edited_at=now, edited_by=caller.id,
    )  # fmt: skip
    return _write(made, 0, remember)


def change_form(
    form_id: str, title: Texts, intro: Texts, questions: Sequence[Question], *, is_open: bool, expected: int | None, caller: Caller,
    remember: Remember[Form],
) -> Form:  # fmt: skip
    """Whoever was asked already answers what they were asked. Raises NotFound, Invalid (422 `question_changed` …), VersionConflict."""
    _look_through(title, intro, questions)

    def attempt() -> Form:
        before = get_form(form_id)
        check_version(before.version, expected)
        after = before.asking(title, intro, questions, is_open=is_open)
        return _write(replace(after, edited_at=times.iso(clock.now()), edited_by=caller.id), before.number, remember)

    return again(attempt)


def _look_through(title: Texts, intro: Texts, questions: Sequence[Question]) -> None:
    if faults := faults_of(title, intro, questions):
        raise Invalid(faults=faults)


def _write(form: Form, number_before: int, remember: Remember[Form]) -> Form:
    written = replace(form, version=form.version + 1)
    transact([*form_writes(form, number_before=number_before), *remember(written)])
    return written
