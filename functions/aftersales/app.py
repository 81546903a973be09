"""Entry points of after-sales: HTTP for buyers and staff, the queue of what is due and what was paid, and its schedule.

A function loads what it serves and nothing else (`functions/shared/http/doors.py`).
"""

from __future__ import annotations

from functions.shared.http.doors import doors

__getattr__ = doors(
    __name__,
    apis=(
        "returns.api.returns_api",
        "returns.admin_api.returns_admin_api",
        "returns.repairs_api.repairs_admin_api",
        "returns.repairs_api.warranty_api",
        "evidence.api.evidence_api",
        "policies.admin_api.policies_api",
        "withdrawing.api.withdrawal_api",
        "complaints.api.complaints_api",
        "complaints.admin_api.complaints_admin_api",
        "recalls.admin_api.recalls_admin_api",
        "recalls.api.recalls_api",
        "recalls.answer_api.recall_answers_api",
        "surveys.api.surveys_api",
        "surveys.admin_api.surveys_admin_api",
        "surveys.forms.admin_api.survey_forms_api",
        "surveys.page_api.survey_page_api",
        "surveys.page_answer_api.survey_answer_api",
    ),
    handlers=("follow_returns", "sweep_returns"),
)
