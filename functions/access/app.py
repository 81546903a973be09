"""Entry points of who may do what: HTTP for staff.

A function loads what it serves and nothing else (`functions/shared/http/doors.py`).
"""

from __future__ import annotations

from functions.shared.http.doors import doors

__getattr__ = doors(
    __name__,
    apis=(
        "keys.admin_api.keys_api",
        "staff.whoami_api.whoami_api",
        "staff.api.staff_api",
        "staff.invitation_api.invitation_api",
        "staff.policy_api.policy_api",
        "roles.api.role_api",
        "breach.admin_api.breach_api",
        "passkeys.admin_api.passkeys_api",
        "verification.admin_api.verification_api",
    ),
)
