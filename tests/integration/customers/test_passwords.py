"""Passwords: a new one by a code, and what that ends."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from functions.access import end_session
from functions.access.store import sessions
from functions.customers.model.one_time_code import LASTS, MOST_TRIES, Purpose
from functions.shared.auth import standing
from functions.shared.outside import clock
from tests.integration.customers.conftest import PASSWORD, Pool, sent, signed_in
from tests.support.http import Answer, Client
from tests.support.races import in_between

ADA, NEW = "ada@example.com", "Another9staple"


def login(guest: Client, password: str) -> Answer:
    return guest.post("/v1/auth/login", {"login": ADA, "password": password})


def asked(guest: Client, login: str = ADA) -> str:
    message = sent(guest.post("/v1/auth/forgot_password", {"login": login}))
    assert (message.purpose, message.minutes) == ("reset", 30)
    return message.code


def reset(guest: Client, code: str, password: str = NEW, login: str = ADA) -> Answer:
    return guest.post("/v1/auth/reset_password", {"login": login, "code": code, "password": password})


def test_a_password_is_reset_with_the_code_and_sessions_end(guest: Client, pool: Pool) -> None:
    """H05"""
    signed_in(guest)
    old = login(guest, PASSWORD).json["refresh_token"]
    code = asked(guest, "ADA@example.com")
    assert reset(guest, code, "weak").code == "weak_password"
    assert reset(guest, "000000" if code != "000000" else "000001").code == "invalid_code"
    assert login(guest, PASSWORD).status == 200, "nothing happened so far"
    answer = reset(guest, code, login="ADA@example.com")
    assert (answer.status, answer.json) == (200, {"status": "password_reset"})
    assert login(guest, PASSWORD).code == "invalid_credentials"
    assert login(guest, NEW).status == 200
    assert guest.post("/v1/auth/refresh", {"refresh_token": old}).code == "invalid_refresh_token"


def with_tokens(guest: Client, answer: Answer) -> Client:
    return Client(guest.app, {"Authorization": f"Bearer {answer.json['access_token']}"})


def test_a_change_needs_the_old_password_and_ends_every_other_session(guest: Client, pool: Pool) -> None:
    """H05"""
    here, there = signed_in(guest), login(guest, PASSWORD)
    elsewhere = with_tokens(guest, there)
    change = {"old_password": PASSWORD, "new_password": NEW}
    wrong = here.post("/v1/auth/change_password", {**change, "old_password": "Wrong7horse"})
    assert (wrong.status, wrong.code, wrong.json["errors"][0]["pointer"]) == (422, "wrong_password", "/old_password")
    weak = here.post("/v1/auth/change_password", {**change, "new_password": "Password2026"})
    assert (weak.code, weak.json["errors"][0]["pointer"]) == ("weak_password", "/new_password")
    assert elsewhere.get("/v1/me").status == 200, "nothing happened so far"
    changed = here.post("/v1/auth/change_password", change)
    assert (changed.status, changed.headers["cache-control"]) == (200, "no-store")
    standing.forget()
    assert (here.get("/v1/me").code, elsewhere.get("/v1/me").code) == ("session_ended", "session_ended")
    assert guest.post("/v1/auth/refresh", {"refresh_token": there.json["refresh_token"]}).code == "invalid_refresh_token"
    assert with_tokens(guest, changed).get("/v1/me").status == 200
    assert guest.post("/v1/auth/refresh", {"refresh_token": changed.json["refresh_token"]}).status == 200
    assert (login(guest, PASSWORD).code, login(guest, NEW).status) == ("invalid_credentials", 200)
    assert guest.post("/v1/auth/change_password", change).status == 401


def test_a_reset_ends_access_tokens_too(guest: Client, pool: Pool) -> None:
    """H05"""
    thief = signed_in(guest)
    assert reset(guest, asked(guest)).status == 200
    standing.forget()
    assert thief.get("/v1/me").code == "session_ended"
    assert with_tokens(guest, login(guest, NEW)).get("/v1/me").status == 200


def test_signing_out_ends_this_session_or_all(guest: Client, pool: Pool) -> None:
    here, there = signed_in(guest), login(guest, PASSWORD)
    elsewhere = with_tokens(guest, there)
    assert elsewhere.post("/v1/auth/logout", {}).status == 204
    standing.forget()
    assert (elsewhere.get("/v1/me").code, here.get("/v1/me").status) == ("session_ended", 200)
    assert guest.post("/v1/auth/refresh", {"refresh_token": there.json["refresh_token"]}).code == "invalid_refresh_token"
    assert here.post("/v1/auth/logout", {"everywhere": True}).status == 204
    standing.forget()
    assert here.get("/v1/me").code == "session_ended"
    assert guest.post("/v1/auth/logout", {}).status == 401


def test_two_who_sign_out_at_once_both_are_out(guest: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    here, elsewhere = signed_in(guest), with_tokens(guest, login(guest, PASSWORD))
    in_between(monkeypatch, sessions, "find", lambda: elsewhere.post("/v1/auth/logout", {}))
    assert here.post("/v1/auth/logout", {}).status == 204
    standing.forget()
    assert (here.get("/v1/me").code, elsewhere.get("/v1/me").code) == ("session_ended", "session_ended")


def test_who_signs_out_of_too_many_sessions_is_out_of_all(guest: Client) -> None:
    here = signed_in(guest)
    person = here.get("/v1/me").json["id"]
    for n in range(101):
        end_session(person, f"session-{n}")
    standing.forget()
    assert here.get("/v1/me").code == "session_ended"


def test_a_reset_code_is_good_once_for_half_an_hour(guest: Client, pool: Pool) -> None:
    """H05: expired by a second, used twice."""
    signed_in(guest)
    code = asked(guest)
    with clock.frozen(clock.now() + LASTS[Purpose.RESET] + timedelta(seconds=1)):
        assert reset(guest, code).code == "invalid_code"
    with clock.frozen(clock.now() + LASTS[Purpose.RESET] - timedelta(seconds=1)):
        assert reset(guest, code).status == 200
    assert reset(guest, code, "Third3wheel-bike").code == "invalid_code"
    assert login(guest, NEW).status == 200


def test_a_reset_code_cannot_be_guessed(guest: Client, pool: Pool) -> None:
    """H05"""
    signed_in(guest)
    code = int(asked(guest))
    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(lambda n: reset(guest, f"{(code + n) % 10**6:06}"), range(1, 21)))
    assert Counter(answer.status for answer in answers) == {422: MOST_TRIES, 429: 20 - MOST_TRIES}
    assert reset(guest, f"{code:06}").status == 429
    assert login(guest, PASSWORD).status == 200


def test_who_has_no_account_is_sent_nothing_and_told_the_same(guest: Client, pool: Pool) -> None:
    """H01"""
    signed_in(guest)
    answers = [guest.post("/v1/auth/forgot_password", {"login": login}) for login in (ADA, "nobody@example.com", "+8613800138000")]
    assert len({(answer.status, answer.text) for answer in answers}) == 1
    message = sent(answers[-1])
    assert (message.email, message.phone) == (None, "")
    assert reset(guest, message.code, login="+8613800138000").code == "invalid_code"
    assert pool.size() == 1


@pytest.mark.parametrize("code", ["", "1 2", "x" * 65, 5, None])
def test_bad_input_is_told_by_its_field(guest: Client, code: object) -> None:
    answer = guest.post("/v1/auth/reset_password", {"login": ADA, "code": code, "password": NEW})
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/code")
