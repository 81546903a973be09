"""No side door round the second factor: every way to tokens is here, and a new one that is not fails."""

from __future__ import annotations

from collections.abc import Callable

import boto3
import pytest

from functions.customers.app import app
from tests.integration.customers.conftest import PASSWORD, Pool, sent
from tests.integration.customers.factors.enrolled import Enrolled, answer, login, only_a_session, with_token
from tests.support.http import Answer, Client


def _by_password(guest: Client, ada: Enrolled, _pool: Pool) -> Answer:
    return login(guest)


def _by_code(guest: Client, ada: Enrolled, _pool: Pool) -> Answer:
    return guest.post("/v1/auth/login", {"login": ada.login, "code": sent(guest.post("/v1/auth/code", {"login": ada.login})).code})


def _by_reset_password(guest: Client, ada: Enrolled, _pool: Pool) -> Answer:
    code = sent(guest.post("/v1/auth/forgot_password", {"login": ada.login})).code
    done = guest.post("/v1/auth/reset_password", {"login": ada.login, "code": code, "password": "Another9staple"})
    assert done.json == {"status": "password_reset"}
    return login(guest, password="Another9staple")


def _by_password_of_staff(guest: Client, ada: Enrolled, pool: Pool) -> Answer:
    """As an account that staff made, or whose password staff set anew: it has to choose one first."""
    boto3.client("cognito-idp").admin_set_user_password(UserPoolId=pool.id, Username=ada.login, Password="Temporary7x", Permanent=False)
    asked = login(guest, password="Temporary7x")
    assert asked.json["challenge"] == "new_password_required"
    return answer(guest, asked, PASSWORD)


def _by_changed_password(guest: Client, ada: Enrolled, _pool: Pool) -> Answer:
    return ada.client.post("/v1/auth/change_password", {"old_password": PASSWORD, "new_password": "Another9staple"})


def _by_changed_address(guest: Client, ada: Enrolled, _pool: Pool) -> Answer:
    return ada.client.post("/v1/me/email/confirm", {"code": "123456", "own_code": "123456"})


def _by_changed_number(guest: Client, ada: Enrolled, _pool: Pool) -> Answer:
    return ada.client.post("/v1/me/phone/confirm", {"code": "123456", "own_code": "123456"})


DOORS: dict[str, tuple[Callable[[Client, Enrolled, Pool], Answer], ...]] = {
    "POST /v1/auth/login": (_by_password, _by_code, _by_reset_password),
    "POST /v1/auth/challenge": (_by_password_of_staff,),
    "POST /v1/auth/change_password": (_by_changed_password,),
    "POST /v1/me/email/confirm": (_by_changed_address,),
    "POST /v1/me/phone/confirm": (_by_changed_number,),
    # Goes through another provider: tests/integration/customers/external/test_links.py knocks there.
    "POST /v1/auth/external/{provider}/finish": (),
    # A session that goes on: it has passed by one of the others.
    "POST /v1/auth/refresh": (),
}


def test_every_operation_that_answers_tokens_is_a_door_here() -> None:
    """H06: findings, case 2"""
    answering = {
        str(one)
        for one in app.operations
        if one.response is not None and {"access_token", "refresh_token"} & one.response.model_fields.keys()
    }
    assert answering == DOORS.keys()


@pytest.mark.parametrize("door", [one for doors in DOORS.values() for one in doors])
def test_a_door_gives_a_session_and_no_token(guest: Client, pool: Pool, ada: Enrolled, door: Callable[..., Answer]) -> None:
    """H06: findings, case 2"""
    asked = door(guest, ada, pool)
    assert only_a_session(asked), asked.text
    assert (asked.json["challenge"], asked.json["kinds"]) == ("software_token_mfa", ["software_token_mfa", "recovery_code"])
    assert asked.headers["cache-control"] == "no-store"
    assert with_token(answer(guest, asked, ada.code())).get("/v1/me").json["email"] == ada.login
