"""Guessing passwords: counted per address and per login, also all at once, and nobody is kept out of their own account for good."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import boto3
import pytest

from functions.customers.app import app
from functions.shared.limits import counters, local_counts
from functions.shared.limits.rules import RESET_FROM, SEND_CODE_FROM, SIGN_IN_AT_HOME, SIGN_IN_FROM, SIGN_IN_TO
from functions.shared.outside import clock
from tests.integration.customers.conftest import PASSWORD, confirm, register, signed_in
from tests.support.http import Answer, Client

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


def at(address: str, **headers: str) -> Client:
    client = Client(app, headers)
    client.source_ip = address
    return client


def guess(client: Client, login: str = "ada@example.com", password: str = "Wrong7horse") -> Answer:
    return client.post("/v1/auth/login", {"login": login, "password": password})


def account(login: str = "ada@example.com") -> None:
    """Of somebody whose home is elsewhere."""
    home = at("198.51.100.1")
    assert confirm(home, register(home, login)).status == 200


def test_of_many_guesses_from_one_address_all_but_the_allowed_are_refused() -> None:
    """O02: each at another login, and with headers that pretend another address."""
    pretended = [("X-Forwarded-For", "10.0.0.%d"), ("X-Real-IP", "10.0.1.%d"), ("Forwarded", "for=10.0.2.%d"), ("X-Site-Proof", "%d")]
    answers = []
    for n in range(60):
        name, value = pretended[n % len(pretended)]
        answers.append(guess(at("203.0.113.7", **{name: value % n}), f"p{n}@example.com"))
    assert [a.status for a in answers] == [401] * SIGN_IN_FROM.most + [429] * (60 - SIGN_IN_FROM.most)
    first, last = answers[0], answers[-1]
    assert (first.headers["x-ratelimit-limit"], first.headers["x-ratelimit-remaining"]) == (str(SIGN_IN_TO.most), str(SIGN_IN_TO.most - 1))
    assert (last.code, last.headers["x-ratelimit-remaining"]) == ("too_many_attempts", "0")
    assert 1 <= int(last.headers["retry-after"]) == int(last.headers["x-ratelimit-reset"]) <= SIGN_IN_FROM.seconds


def test_all_at_once_no_more_are_compared() -> None:
    """O02, X40"""

    def one(n: int) -> int:
        local_counts.forget()  # as if each call met another process
        return guess(at("203.0.113.7"), f"p{n}@example.com").status

    with ThreadPoolExecutor(16) as pool:
        found = Counter(pool.map(one, range(100)))
    assert found == {401: SIGN_IN_FROM.most, 429: 100 - SIGN_IN_FROM.most}


def test_hundreds_of_guesses_at_one_login_cost_a_handful_of_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    """O02: what is refused is refused by the process alone once it knows."""
    asked = Counter[str]()
    real = counters.hit
    monkeypatch.setattr(counters, "hit", lambda rule, *more, **named: (asked.update([rule]), real(rule, *more, **named))[1])
    client = at("203.0.113.7")
    assert Counter(guess(client).status for _ in range(300)) == {401: SIGN_IN_TO.most, 429: 300 - SIGN_IN_TO.most}
    assert asked == {SIGN_IN_FROM.name: SIGN_IN_TO.most + 1, SIGN_IN_TO.name: SIGN_IN_TO.most + 1}


@pytest.mark.parametrize(
    ("addresses", "limited"),
    [
        ([f"2001:db8:1:2::{n:x}" for n in range(1, 61)], True),
        (["::ffff:203.0.113.7", "203.0.113.7"] * 30, True),
        ([f"2001:db8:1:{n:x}::1" for n in range(60)], False),
    ],
)
def test_a_household_is_one_counter(addresses: list[str], limited: bool) -> None:
    """O02, case 5: a line at home has 2^64 addresses, of one /64."""
    found = Counter(guess(at(address), f"p{n}@example.com").status for n, address in enumerate(addresses))
    assert found == ({401: SIGN_IN_FROM.most, 429: 60 - SIGN_IN_FROM.most} if limited else {401: 60})


def test_a_login_guessed_from_everywhere_is_limited_and_its_owner_gets_in_after_the_wait() -> None:
    """O02, case 5: the right password is no way round the limit, and the limit ends."""
    account()
    spellings = ["ada@example.com", " ADA@Example.com", "ada@EXAMPLE.COM", "ａｄａ@example.com"]
    answers = [guess(at(f"203.0.113.{n}"), spellings[n % 4]) for n in range(60)]
    assert Counter(a.status for a in answers) == {401: SIGN_IN_TO.most, 429: 60 - SIGN_IN_TO.most}
    elsewhere = at("192.0.2.9")
    refused = guess(elsewhere, password=PASSWORD)
    assert refused.status == 429
    with clock.frozen(NOW + timedelta(seconds=int(refused.headers["retry-after"]))):
        assert guess(elsewhere, password=PASSWORD).status == 200


def test_where_they_signed_in_before_the_owner_gets_in_in_the_middle_of_it() -> None:
    """O02, case 5: neither a botnet nor a neighbour keeps anybody out."""
    signed_in(at("198.51.100.1"))
    for n in range(60):
        guess(at(f"203.0.113.{n}"))
    for n in range(40):
        guess(at("198.51.100.1"), f"p{n}@example.com")
    assert guess(at("198.51.100.1"), "p1@example.com").status == 429
    assert guess(at("198.51.100.1"), password=PASSWORD).status == 200
    assert Counter(guess(at("198.51.100.1")).status for _ in range(30)) == {401: SIGN_IN_AT_HOME.most, 429: 30 - SIGN_IN_AT_HOME.most}


def test_who_gets_it_right_is_never_limited() -> None:
    """X40: an office behind one address, each person more often than guesses are allowed."""
    account()
    office = at("203.0.113.7")
    assert {guess(office, password=PASSWORD).status for _ in range(SIGN_IN_FROM.most * 2)} == {200}


def test_while_nobody_can_count_nobody_signs_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """O02: closed where passwords are guessed; open where people shop."""
    account()
    boto3.client("dynamodb").delete_table(TableName="limits")
    answer = guess(at("203.0.113.7"), password=PASSWORD)
    assert (answer.status, answer.code, answer.headers["retry-after"]) == (503, "limits_unavailable", "10")


def test_codes_are_neither_guessed_nor_sent_without_end_from_one_address() -> None:
    """O02, H05: whatever the logins; of one login each code has five tries anyway."""
    client = at("203.0.113.7")
    body = {"code": "000000", "password": "Another7horse"}
    found = Counter(
        client.post("/v1/auth/reset_password", {"login": f"p{n}@example.com", **body}).status for n in range(RESET_FROM.most + 5)
    )
    assert found == {422: RESET_FROM.most, 429: 5}
    asked = [client.post("/v1/auth/forgot_password", {"login": f"p{n}@example.com"}).status for n in range(SEND_CODE_FROM.most // 2)]
    asked += [client.post("/v1/auth/code", {"login": f"p{n}@example.com"}).status for n in range(SEND_CODE_FROM.most // 2 + 2)]
    assert Counter(asked) == {202: SEND_CODE_FROM.most, 429: 2}
