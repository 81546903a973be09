"""Face: something is over, and some days later somebody is asked how it was. Once for each thing, however often it is over."""

from __future__ import annotations

from datetime import timedelta

from functions.aftersales.model.survey import Survey, SurveyOf
from functions.aftersales.store.rules import case_rules
from functions.aftersales.store.survey_forms import get_form
from functions.aftersales.store.surveys import find_survey, survey_id_of, survey_put
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.store.transactions import Write


def asked_writes(of: SurveyOf, form: str = "") -> list[Write]:
    """Staff want somebody asked now, whatever the shop's days are: the newest version of a form, where one is named and open. Once for each
    thing. Two GetItems at most; raises Overtaken as the next."""
    survey_id = survey_id_of(of)
    if find_survey(survey_id) is not None:
        return []
    asked = get_form(form) if form else None
    if asked is not None and not asked.is_open:
        return []
    return [survey_put(Survey(survey_id, of, times.iso(clock.now()), form=form, form_number=asked.number if asked else 0))]


def survey_writes(of: SurveyOf) -> list[Write]:
    """Beside the write that ends it; nothing where it was planned before, or the shop asks nobody (`survey_days` 0). Two GetItems. The
    transaction raises Overtaken when somebody else plans it in this moment."""
    days, survey_id = case_rules()[0].survey_days, survey_id_of(of)
    if not days or find_survey(survey_id) is not None:
        return []
    return [survey_put(Survey(survey_id, of, times.iso(clock.now() + timedelta(days=days))))]
