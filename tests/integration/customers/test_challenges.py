"""Signing in where the password alone is not enough: accounts made by staff, and authenticator apps."""

from __future__ import annotations

import time
from datetime import timedelta

import boto3
import jwt
import pytest
from moto.cognitoidp.models import COGNITO_TOTP_MFA_SECRET
from moto.cognitoidp.utils import cognito_totp

from functions.customers.model.challenge import LASTS, MOST_TRIES
from functions.customers.store.records import ChallengeRecord
from functions.shared.outside import clock
from tests.integration.customers.conftest import PASSWORD, Pool, sent, signed_in
from tests.support.http import Answer, Client

OWNER, TEMPORARY = "owner@shop.example", "Temporary7x"


@pytest.fixture
def owner(pool: Pool, guest: Client) -> Answer:
    """Made as docs/operations.md says; their first sign-in is refused with a session."""
    cognito = boto3.client("cognito-idp")
    attributes = [{"Name": "email", "Value": OWNER}, {"Name": "email_verified", "Value": "true"}]
    cognito.admin_create_user(UserPoolId=pool.id, Username=OWNER, TemporaryPassword=TEMPORARY, UserAttributes=attributes)
    cognito.create_group(UserPoolId=pool.id, GroupName="owner")
    cognito.admin_add_user_to_group(UserPoolId=pool.id, Username=OWNER, GroupName="owner")
    return login(guest, TEMPORARY)


@pytest.fixture
def app_of_owner(owner: Answer, guest: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """They have a password and an authenticator app."""
    monkeypatch.setenv("MOTO_COGNITO_IDP_USER_POOL_ENABLE_TOTP", "true")
    token = answer(guest, owner, PASSWORD).json["access_token"]
    cognito = boto3.client("cognito-idp")
    cognito.associate_software_token(AccessToken=token)
    cognito.verify_software_token(AccessToken=token, UserCode=code())
    cognito.set_user_mfa_preference(AccessToken=token, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True})


def login(guest: Client, password: str) -> Answer:
    return guest.post("/v1/auth/login", {"login": OWNER, "password": password})


def answer(guest: Client, refusal: Answer, text: str, **other: str) -> Answer:
    asked = {"session": refusal.json["session"], "kind": refusal.json["challenge"]}
    return guest.post("/v1/auth/challenge", {**asked, "answer": text, **other})


def code(*, seconds_ago: int = 0) -> str:
    return cognito_totp(COGNITO_TOTP_MFA_SECRET).generate(int(time.time()) - seconds_ago).decode()


def faults(answered: Answer) -> tuple[int, str, str]:
    return answered.status, str(answered.code), answered.json["errors"][0]["pointer"]


def test_the_first_owner_chooses_a_password_and_is_in(guest: Client, owner: Answer) -> None:
    assert (owner.status, owner.code, owner.json["challenge"]) == (403, "challenge_required", "new_password_required")
    assert owner.headers["cache-control"] == "no-store"
    answered = answer(guest, owner, PASSWORD)
    assert (answered.status, sorted(answered.json)) == (200, ["access_token", "expires_in", "refresh_token"])
    assert answered.headers["cache-control"] == "no-store"
    assert jwt.decode(answered.json["access_token"], options={"verify_signature": False})["cognito:groups"] == ["owner"]
    assert login(guest, PASSWORD).status == 200
    assert login(guest, TEMPORARY).code == "invalid_credentials"


@pytest.mark.parametrize("password", ["short7A", "alllowercase7", "Password123", "ownerOwner77"])
def test_a_weak_password_is_refused_and_the_session_goes_on(guest: Client, owner: Answer, password: str) -> None:
    for _ in range(MOST_TRIES + 1):
        assert faults(answer(guest, owner, password)) == (422, "weak_password", "/answer")
    assert answer(guest, owner, PASSWORD).status == 200


def test_an_authenticator_app_is_asked_for_its_code(guest: Client, app_of_owner: None) -> None:
    asked = login(guest, PASSWORD)
    assert (asked.status, asked.code, asked.json["challenge"]) == (403, "challenge_required", "software_token_mfa")
    for wrong in ("12345", "1234567", "12345a", "１２３４５６", code(seconds_ago=600)):
        assert faults(answer(guest, asked, wrong)) == (422, "invalid_code", "/answer")
    assert answer(guest, asked, code()).status == 200


def test_a_one_time_code_is_no_way_round_the_app(guest: Client, app_of_owner: None) -> None:
    """H06: findings, case 2"""
    one_time = sent(guest.post("/v1/auth/code", {"login": OWNER})).code
    asked = guest.post("/v1/auth/login", {"login": OWNER, "code": one_time})
    assert (asked.status, asked.json["challenge"], "access_token" in asked.json) == (403, "password", False)
    wrong = answer(guest, asked, "Wrong7horse")
    assert (wrong.status, wrong.code) == (401, "invalid_credentials")
    asked = answer(guest, asked, PASSWORD)
    assert (asked.status, asked.json["challenge"], "access_token" in asked.json) == (403, "software_token_mfa", False)
    assert answer(guest, asked, code()).status == 200


def test_a_new_password_is_no_way_round_the_app(guest: Client, app_of_owner: None) -> None:
    """H06: findings, case 2"""
    reset_code = sent(guest.post("/v1/auth/forgot_password", {"login": OWNER})).code
    done = guest.post("/v1/auth/reset_password", {"login": OWNER, "code": reset_code, "password": "Another9staple"})
    assert done.json == {"status": "password_reset"}
    asked = login(guest, "Another9staple")
    assert (asked.status, asked.json["challenge"]) == (403, "software_token_mfa")


def test_codes_cannot_be_guessed(guest: Client, app_of_owner: None) -> None:
    asked = login(guest, PASSWORD)
    for _ in range(MOST_TRIES):
        assert answer(guest, asked, code(seconds_ago=600)).code == "invalid_code"
    assert answer(guest, asked, code()).code == "invalid_session"


def test_a_session_is_answered_once_and_not_for_ever(guest: Client, owner: Answer) -> None:
    with clock.frozen(clock.now() + LASTS + timedelta(seconds=1)):
        assert answer(guest, owner, PASSWORD).code == "invalid_session"
    assert answer(guest, owner, PASSWORD).status == 200
    assert answer(guest, owner, "Another9staple").code == "invalid_session"
    assert login(guest, PASSWORD).status == 200


@pytest.mark.parametrize("session", ["x", "A" * 200, "eyJraW5kIjoibmV3X3Bhc3N3b3JkX3JlcXVpcmVkIn0"])
def test_nobody_makes_up_a_session(guest: Client, owner: Answer, session: str) -> None:
    answered = answer(guest, owner, PASSWORD, session=session)
    assert (answered.status, answered.code) == (401, "invalid_session")


@pytest.mark.parametrize(
    ("field", "value"),
    [("session", ""), ("session", "a b"), ("session", "A" * 201), ("kind", "sms_mfa"), ("answer", ""), ("answer", "x" * 257)],
)
def test_bad_input_is_told_by_its_field(guest: Client, owner: Answer, field: str, value: str) -> None:
    answered = answer(guest, owner, PASSWORD, **{field: value})
    assert (answered.status, answered.json["errors"][0]["pointer"]) == (422, f"/{field}")


def test_an_answer_to_another_question_is_refused(guest: Client, owner: Answer) -> None:
    assert faults(answer(guest, owner, "123456", kind="software_token_mfa")) == (422, "wrong_kind", "/kind")


def test_nothing_of_a_session_can_be_read_in_the_table_or_the_log(guest: Client, owner: Answer, caplog: pytest.LogCaptureFixture) -> None:
    answer(guest, owner, PASSWORD)
    (kept,) = ChallengeRecord.scan(ChallengeRecord.kind == "challenge")
    assert owner.json["session"] not in str(kept.attribute_values)
    assert OWNER not in str(kept.attribute_values)
    assert all(text not in caplog.text for text in (OWNER, PASSWORD, owner.json["session"]))


def test_who_needs_no_further_step_is_asked_nothing(guest: Client, pool: Pool) -> None:
    signed_in(guest, "ada@example.com")
    assert list(ChallengeRecord.scan(ChallengeRecord.kind == "challenge")) == []
