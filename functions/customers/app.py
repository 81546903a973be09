"""Entry points of the customers domain.

A function loads what it serves and nothing else (`functions/shared/http/doors.py`).
"""

from __future__ import annotations

from functions.shared.http.doors import doors

__getattr__ = doors(
    __name__,
    apis=(
        "accounts.api.auth_api",
        "factors.api.factors_api",
        "factors.passkeys_api.passkeys_api",
        "factors.staff_api.staff_factors_api",
        "payment_password.api.payment_password_api",
        "external.api.external_api",
        "logins.api.logins_api",
        "profile.api.api",
        "profile.admin_api.admin_api",
        "finding.admin_api.list_api",
        "overview.admin_api.overview_api",
        "overview.notes_api.notes_api",
    ),
    handlers=("answer_pool", "list_customers"),
)
