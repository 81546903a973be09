"""Registering and signing in over Cognito."""

from __future__ import annotations

import logging

import boto3
import jwt
import pytest

from tests.integration.customers.conftest import PASSWORD, Pool, confirm, register, signed_in
from tests.support.http import Client


def test_register_confirm_login_refresh(guest: Client, pool: Pool) -> None:
    """H01"""
    asked = register(guest, "ada@example.com")
    assert (asked.status, asked.json["status"]) == (202, "code_sent")
    assert pool.status("ada@example.com") is None, "nothing is an account before it is confirmed"
    assert confirm(guest, asked).json == {"status": "confirmed"}
    assert pool.status("ada@example.com") == "CONFIRMED"
    login = guest.post("/v1/auth/login", {"login": "ada@example.com", "password": PASSWORD})
    assert (login.status, sorted(login.json), login.json["expires_in"]) == (200, ["access_token", "expires_in", "refresh_token"], 3600)
    assert login.headers["cache-control"] == "no-store"
    again = guest.post("/v1/auth/refresh", {"refresh_token": login.json["refresh_token"]})
    assert (again.status, again.json["refresh_token"]) == (200, login.json["refresh_token"])
    assert subject(again.json["access_token"]) == subject(login.json["access_token"])


def subject(token: str) -> str:
    return str(jwt.decode(token, options={"verify_signature": False})["sub"])


def test_logins_are_compared_without_case_and_blanks(guest: Client, pool: Pool) -> None:
    """H01"""
    signed_in(guest, "Ada@Example.COM")
    register(guest, "  ada@example.com ")
    assert pool.size() == 1
    for login in ("ada@example.com", " ADA@EXAMPLE.COM", "Ada@example.com"):
        assert guest.post("/v1/auth/login", {"login": login, "password": PASSWORD}).status == 200


def test_whether_an_account_exists_is_not_revealed(guest: Client, pool: Pool) -> None:
    """H01"""
    signed_in(guest, "ada@example.com")
    known, unknown = "ada@example.com", "nobody@example.com"
    answers = {
        login: [
            guest.post("/v1/auth/login", {"login": login, "password": "Wrong7horse"}),
            guest.post("/v1/auth/forgot_password", {"login": login}),
            register(guest, login, "weak"),
            register(guest, login),
        ]
        for login in (known, unknown)
    }
    assert [(a.status, without_id(a.json)) for a in answers[known]] == [(a.status, without_id(a.json)) for a in answers[unknown]]
    assert [a.status for a in answers[known]] == [401, 202, 422, 202]
    assert guest.post("/v1/auth/login", {"login": known, "password": PASSWORD}).status == 200, "the account is what it was"


def without_id(document: dict[str, object]) -> dict[str, object]:
    return {k: v for k, v in document.items() if k not in ("request_id", "registration_token")}


@pytest.mark.parametrize(
    "password",
    ["Short7x", "alllowercase7", "ALLUPPERCASE7", "NoDigitsHere", "Password123", "Adalovelace7", " Blank7before", "Aa1Aa1Aa1Aa1"],
)
def test_weak_passwords_are_refused(guest: Client, pool: Pool, password: str) -> None:
    """H05"""
    answer = register(guest, "adalovelace@example.com", password)
    assert (answer.status, answer.code, answer.json["errors"][0]["pointer"]) == (422, "weak_password", "/password")
    assert password.strip() not in answer.text
    assert pool.size() == 0


@pytest.mark.parametrize("login", ["", "ada", "ada@", "a b@example.com", "ada@example", "x" * 250 + "@example.com", 5, None])
def test_what_is_no_address_is_refused(guest: Client, pool: Pool, login: object) -> None:
    answer = guest.post("/v1/auth/register", {"login": login, "password": PASSWORD})
    assert (answer.status, answer.json["errors"][0]["pointer"], pool.size()) == (422, "/login", 0)


def test_a_temporary_password_needs_a_further_step(guest: Client, pool: Pool) -> None:
    cognito = boto3.client("cognito-idp")
    cognito.admin_create_user(UserPoolId=pool.id, Username="staff@example.com", TemporaryPassword="Temporary7x")
    answer = guest.post("/v1/auth/login", {"login": "staff@example.com", "password": "Temporary7x"})
    assert (answer.status, answer.code, answer.json["challenge"]) == (403, "challenge_required", "new_password_required")


def test_a_broken_refresh_token_is_401(guest: Client) -> None:
    assert guest.post("/v1/auth/refresh", {"refresh_token": "x"}).code == "invalid_refresh_token"


def test_no_password_and_no_address_in_the_log(guest: Client, caplog: pytest.LogCaptureFixture) -> None:
    """X12"""
    with caplog.at_level(logging.INFO):
        signed_in(guest, "ada@example.com").get("/v1/me")
        guest.post("/v1/auth/login", {"login": "ada@example.com", "password": "Wrong7horse"})
    lines = [str(vars(record)) for record in caplog.records if record.name == "test"]
    assert len(lines) == 6, "five requests and one fact"
    for secret in ("ada@", PASSWORD, "Wrong7horse", "eyJ"):
        assert not any(secret in line for line in lines)
