"""One-time codes: asked for by e-mail address or number, good once, for five minutes and five tries."""

from __future__ import annotations

import itertools
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import boto3
import jwt
import pytest

from functions.customers.codes.code_message import CodeMessage
from functions.customers.model.one_time_code import LASTS, MOST_PER_HOUR, MOST_TRIES, Purpose
from functions.customers.store import codes
from functions.customers.store.records import CodeRecord, CustomersTable, TicketRecord
from functions.customers.store.tickets import issue, take
from functions.shared.outside import clock
from tests.integration.customers.conftest import Pool, sent, signed_in
from tests.support.events import events_in
from tests.support.http import Answer, Client
from tests.support.races import in_between
from tests.unit.customers.test_login import TEN_SPELLINGS

ADA, PHONE = "ada@example.com", "+8613800138000"


def ask(guest: Client, login: str = ADA) -> CodeMessage:
    return sent(guest.post("/v1/auth/code", {"login": login}))


def sign_in(guest: Client, code: str, login: str = ADA) -> Answer:
    return guest.post("/v1/auth/login", {"login": login, "code": code})


def other_than(code: str, n: int = 1) -> str:
    return f"{(int(code) + n) % 10**6:06}"


def subject(answer: Answer) -> str:
    return str(jwt.decode(answer.json["access_token"], options={"verify_signature": False})["sub"])


@pytest.mark.parametrize("login", [ADA, PHONE])
def test_a_code_registers_who_is_new_and_signs_in_who_is_known(guest: Client, pool: Pool, login: str) -> None:
    """H01"""
    message = ask(guest, login)
    assert ({message.email, message.phone} - {None, ""}, message.minutes) == ({login}, 5)
    first = sign_in(guest, message.code, login)
    assert (first.status, sorted(first.json), first.headers["cache-control"]) == (
        200,
        ["access_token", "expires_in", "refresh_token"],
        "no-store",
    )
    again = sign_in(guest, ask(guest, login).code, login)
    assert (subject(again), pool.size()) == (subject(first), 1)
    me = Client(guest.app, {"Authorization": f"Bearer {again.json['access_token']}"}).get("/v1/me").json
    assert (me["email"], me["phone"]) == ((ADA, None) if login == ADA else (None, PHONE))


def test_one_number_is_one_account_in_ten_spellings(guest: Client, pool: Pool) -> None:
    """H01"""
    spelled = itertools.pairwise(TEN_SPELLINGS)
    found = {subject(sign_in(guest, ask(guest, one).code, other)) for one, other in spelled}
    assert (len(found), pool.size()) == (1, 1)


def test_who_registered_with_a_password_signs_in_by_code(guest: Client, pool: Pool) -> None:
    signed_in(guest, ADA)
    assert sign_in(guest, ask(guest, " ADA@Example.com").code).status == 200
    assert guest.post("/v1/auth/login", {"login": ADA, "password": "Correct7horse"}).status == 200, "the password stays"
    assert pool.size() == 1


def test_a_code_is_good_once(guest: Client) -> None:
    """H01"""
    code = ask(guest).code
    assert sign_in(guest, code).status == 200
    assert (sign_in(guest, code).status, sign_in(guest, code).code) == (401, "invalid_code")


def test_a_code_is_over_after_five_minutes(guest: Client, pool: Pool) -> None:
    """H01"""
    code = ask(guest).code
    with clock.frozen(clock.now() + LASTS[Purpose.SIGN_IN] + timedelta(seconds=1)):
        assert sign_in(guest, code).code == "invalid_code"
    assert pool.size() == 0
    assert sign_in(guest, code).status == 200


def test_fifty_wrong_codes_at_once_are_five_tries(guest: Client, pool: Pool) -> None:
    """H01: findings, case 1"""
    code = ask(guest).code
    with ThreadPoolExecutor(25) as threads:
        answers = list(threads.map(lambda n: sign_in(guest, other_than(code, n)), range(1, 51)))
    counted = Counter((answer.status, answer.code) for answer in answers)
    assert counted == {(401, "invalid_code"): MOST_TRIES, (429, "too_many_attempts"): 50 - MOST_TRIES}
    assert all("retry-after" in answer.headers for answer in answers if answer.status == 429)
    assert (sign_in(guest, code).status, pool.size()) == (429, 0)
    assert sign_in(guest, ask(guest).code).status == 200


def test_the_right_code_twenty_times_at_once_signs_in_once(guest: Client, pool: Pool) -> None:
    """H01: findings, case 1"""
    code = ask(guest).code
    with ThreadPoolExecutor(20) as threads:
        statuses = Counter(answer.status for answer in threads.map(lambda _: sign_in(guest, code), range(20)))
    assert statuses[200] == 1
    assert sum(statuses[status] for status in (401, 429)) == 19
    assert (pool.size(), list(TicketRecord.scan(TicketRecord.kind == "ticket"))) == (1, [])


def test_the_right_code_is_used_between_the_look_and_the_write(guest: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    code = ask(guest).code
    in_between(monkeypatch, codes, "find", lambda: sign_in(guest, code))
    assert sign_in(guest, code).status == 429


def test_a_code_opens_nothing_else(guest: Client) -> None:
    """H01: of another person, and for another purpose."""
    code = ask(guest).code
    ask(guest, "bob@example.com")
    assert sign_in(guest, code, "bob@example.com").code == "invalid_code"
    assert sign_in(guest, code, "carol@example.com").code == "invalid_code"
    reset = guest.post("/v1/auth/reset_password", {"login": ADA, "code": code, "password": "Another9staple"})
    assert reset.code == "invalid_code"
    assert sign_in(guest, code).status == 200


def test_a_new_code_ends_the_one_before(guest: Client) -> None:
    first, second = ask(guest).code, ask(guest).code
    assert first == second or sign_in(guest, first).code == "invalid_code"
    assert sign_in(guest, second).status == 200


def test_so_many_codes_an_hour_and_no_more(guest: Client) -> None:
    for _ in range(MOST_PER_HOUR):
        ask(guest)
    answer = guest.post("/v1/auth/code", {"login": ADA.upper()})
    assert (answer.status, answer.code, answer.headers["retry-after"]) == (429, "too_many_attempts", "3600")
    with clock.frozen(clock.now() + timedelta(hours=1)):
        ask(guest)


def test_whether_an_account_exists_is_not_revealed(guest: Client) -> None:
    """H01"""
    signed_in(guest, ADA)
    for known, unknown in ((ADA, "nobody@example.com"), (PHONE, "+8613900139000")):
        answers = [guest.post("/v1/auth/code", {"login": login}) for login in (known, unknown)]
        answers += [sign_in(guest, "000000", login) for login in (known, unknown)]
        said = [(answer.status, sorted(answer.json), answer.json.get("code")) for answer in answers]
        assert (said[0], said[2]) == (said[1], said[3])


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"login": ADA}, "/password"),
        ({"login": ADA, "password": "x", "code": "123456"}, "/password"),
        ({"login": ADA, "code": ""}, "/code"),
        ({"login": ADA, "code": "1 2"}, "/code"),
        ({"login": ADA, "code": 123456}, "/code"),
        ({"login": "", "code": "123456"}, "/login"),
    ],
)
def test_bad_input_is_told_by_its_field(guest: Client, body: dict[str, object], pointer: str) -> None:
    answer = guest.post("/v1/auth/login", body)
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, pointer)


@pytest.mark.parametrize("code", ["１２３４５６", "'OR'1'='1", "0" * 64])
def test_odd_codes_are_wrong_codes(guest: Client, code: str) -> None:
    ask(guest)
    assert sign_in(guest, code).code == "invalid_code"


@pytest.mark.parametrize("login", ["", "ada", "ada@", "\u0430da@example.com", "12345", "+999123456789", 5, None])
def test_nothing_is_sent_to_what_is_no_login(guest: Client, login: object) -> None:
    answer = guest.post("/v1/auth/code", {"login": login})
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/login")
    assert list(CodeRecord.scan(CodeRecord.kind == "code")) == []


def test_an_account_that_staff_made_is_proven_by_a_code(guest: Client, pool: Pool) -> None:
    boto3.client("cognito-idp").admin_create_user(UserPoolId=pool.id, Username=ADA, TemporaryPassword="Temporary7x")
    assert sign_in(guest, ask(guest).code).status == 200
    assert guest.post("/v1/auth/login", {"login": ADA, "password": "Temporary7x"}).code == "invalid_credentials"


def test_a_disabled_account_is_let_in_by_no_code(guest: Client, pool: Pool) -> None:
    signed_in(guest, ADA)
    boto3.client("cognito-idp").admin_disable_user(UserPoolId=pool.id, Username=ADA)
    assert (sign_in(guest, ask(guest).code).status) == 401


def test_a_ticket_is_for_one_account_once_for_a_minute() -> None:
    mine = issue("ada")
    assert not take(mine, "bob")
    with clock.frozen(clock.now() + timedelta(seconds=61)):
        assert not take(mine, "ada")
    assert (take(mine, "ada"), take(mine, "ada"), take("made up", "ada")) == (True, False, False)


def test_nobody_asks_the_pool_without_the_shop(guest: Client, pool: Pool) -> None:
    """Findings, case 2: the custom flow opens by a ticket alone."""
    signed_in(guest, ADA)
    cognito = boto3.client("cognito-idp")
    place = {"UserPoolId": pool.id, "ClientId": pool.app}
    for answer in ("", "123456", ask(guest).code):
        asked = cognito.admin_initiate_auth(**place, AuthFlow="CUSTOM_AUTH", AuthParameters={"USERNAME": ADA})
        with pytest.raises(cognito.exceptions.NotAuthorizedException):
            cognito.admin_respond_to_auth_challenge(
                **place, ChallengeName="CUSTOM_CHALLENGE", Session=asked["Session"], ChallengeResponses={"USERNAME": ADA, "ANSWER": answer}
            )


def test_no_code_and_no_login_in_the_log_or_an_event(guest: Client, caplog: pytest.LogCaptureFixture) -> None:
    """X12"""
    code = ask(guest).code
    sign_in(guest, code)
    assert all(text not in caplog.text for text in (ADA, code))
    assert all(text not in str(event) for event in events_in(CustomersTable) for text in (ADA, code))


def test_known_and_unknown_take_the_same_work(guest: Client) -> None:
    """H01: no timing; the requests are the same, and their time within a wide margin."""
    signed_in(guest, ADA)

    def seconds(login: str) -> float:
        started = time.perf_counter()
        guest.post("/v1/auth/code", {"login": login})
        return time.perf_counter() - started

    known, unknown = [sorted(seconds(login) for _ in range(5))[2] for login in (ADA, "nobody@example.com")]
    assert 1 / 3 < known / unknown < 3
