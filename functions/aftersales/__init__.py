"""What comes after a sale: cases of returned and missing goods. What other domains may use is exported here and nowhere else."""

from typing import TYPE_CHECKING

from functions.shared.plain.deferred import lazily

if TYPE_CHECKING:
    from functions.aftersales.model.survey import SurveyOf
    from functions.aftersales.model.withdrawal import FreeLine, Statement
    from functions.aftersales.on_page.answer import answer_on_page
    from functions.aftersales.on_page.ask import RETURN_REASONS, return_offered, return_on_page
    from functions.aftersales.on_page.send import send_on_page
    from functions.aftersales.on_page.shown import CaseOnPage, Next, cases_on_page
    from functions.aftersales.store.case_news import CaseNews, ComplaintNews, case_news, complaint_news
    from functions.aftersales.store.free_pieces import unsettled_pieces
    from functions.aftersales.store.of_customer import CustomersCase, customers_cases
    from functions.aftersales.store.plan_survey import survey_writes
    from functions.aftersales.store.recalls import RecallNews, recall_news
    from functions.aftersales.store.survey_forms import form_is_open
    from functions.aftersales.store.survey_links import SurveyNews, survey_news
    from functions.aftersales.withdrawing.offer import Offer, offer_of, over
    from functions.aftersales.withdrawing.state import state_withdrawal
else:
    __getattr__ = lazily(
        __name__,
        {
            "model.survey": "SurveyOf",
            "model.withdrawal": "FreeLine Statement",
            "on_page.answer": "answer_on_page",
            "on_page.ask": "RETURN_REASONS return_offered return_on_page",
            "on_page.send": "send_on_page",
            "on_page.shown": "CaseOnPage Next cases_on_page",
            "store.case_news": "CaseNews ComplaintNews case_news complaint_news",
            "store.free_pieces": "unsettled_pieces",
            "store.of_customer": "CustomersCase customers_cases",
            "store.plan_survey": "survey_writes",
            "store.recalls": "RecallNews recall_news",
            "store.survey_forms": "form_is_open",
            "store.survey_links": "SurveyNews survey_news",
            "withdrawing.offer": "Offer offer_of over",
            "withdrawing.state": "state_withdrawal",
        },
    )

__all__ = [
    "RETURN_REASONS",
    "CaseNews",
    "CaseOnPage",
    "ComplaintNews",
    "CustomersCase",
    "FreeLine",
    "Next",
    "Offer",
    "RecallNews",
    "Statement",
    "SurveyNews",
    "SurveyOf",
    "answer_on_page",
    "case_news",
    "cases_on_page",
    "complaint_news",
    "customers_cases",
    "form_is_open",
    "offer_of",
    "over",
    "recall_news",
    "return_offered",
    "return_on_page",
    "send_on_page",
    "state_withdrawal",
    "survey_news",
    "survey_writes",
    "unsettled_pieces",
]
