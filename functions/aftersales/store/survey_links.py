"""Links to surveys, signed with the shop's own key; and, as a face, what a message needs to ask somebody."""

from __future__ import annotations

from functions.aftersales.model.survey import Survey, read_signed, signed
from functions.aftersales.model.survey_form import Form
from functions.aftersales.store.survey_forms import get_form
from functions.aftersales.store.surveys import get_survey
from functions.shared.outside.provider_keys import provider_keys
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound, Unavailable
from functions.shared.plain.settings import settings


@dataclass(frozen=True)
class SurveyNews:
    """`titles`: of the form that it asks, by language; empty without one."""

    order_id: str
    customer_id: str
    link: str
    titles: dict[str, str]


def survey_news(survey_id: str) -> SurveyNews:
    """Raises NotFound, Unavailable while there is no key to sign with. One GetItem, two with a form."""
    survey = get_survey(survey_id)
    link = f"{settings().public_base_url}/o/survey/{signed(survey.id, _secrets()[0])}"
    titles = form_of(survey).title if survey.form else {}
    return SurveyNews(survey.of.order_id, survey.of.customer_id, link, titles)


def form_of(survey: Survey) -> Form:
    """What somebody is asked, in the version that they were asked. One GetItem. Raises NotFound."""
    return get_form(survey.form, survey.form_number)


def opened(text: str) -> Survey:
    """Raises NotFound alike for what was never a link, or was signed by nobody of ours. One GetItem, none for such a link."""
    survey_id = read_signed(text, _secrets())
    if survey_id is None:
        raise NotFound("There is no such survey.")
    return get_survey(survey_id)


def _secrets() -> list[str]:
    keys = provider_keys(settings().secret_links, "order_links")
    if not keys:
        raise Unavailable("This stage has no key for links yet.", retry_after=60, code="misconfigured")
    return [key.secret for key in keys]
