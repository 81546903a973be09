"""Where the shop requires a second factor of staff, who has none is let in nowhere but where they enrol one."""

from __future__ import annotations

from functions.access.store.records import PolicyRecord
from functions.shared.auth.factor_policy import POLICY_KEY
from functions.shared.auth.roles import PUBLIC
from functions.shared.auth.standing import forget
from tests.integration.platform.test_every_role_at_every_door import _doors, _knock
from tests.support.identity import bearer

OPEN = {
    "POST /v1/auth/logout",
    "GET /v1/me/factors",
    "POST /v1/me/factors/app",
    "POST /v1/me/factors/app/confirm",
    "DELETE /v1/me/factors/app",
    "POST /v1/me/factors/passkeys",
    "POST /v1/me/factors/passkeys/confirm",
    "PATCH /v1/me/factors/passkeys/{id}",
    "DELETE /v1/me/factors/passkeys/{id}",
    "POST /v1/me/factors/recovery_codes",
}


def test_staff_without_a_factor_are_let_in_where_they_enrol_one() -> None:
    """H06: findings, case 2"""
    assert {str(op) for _, op in _doors() if op.enrolling} == OPEN
    PolicyRecord(POLICY_KEY, POLICY_KEY, kind="policy", body='{"mfa_required_for_staff": true}').save()
    forget()
    wrong = []
    for app, op in _doors():
        if op.permission != PUBLIC and not op.enrolling:
            answer = _knock(app, op, bearer("owner"))
            if (answer.status, answer.code) != (403, "factor_required"):
                wrong.append((str(op), answer.status))
    assert wrong == []
