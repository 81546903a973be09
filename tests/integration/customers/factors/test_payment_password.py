"""E08: a payment password of six digits, set by a one-time code, locked by five wrong ones; and the proof that it was right."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from functions.customers.model.payment_password import LOCKED_FOR, MOST_WRONG, is_easy
from functions.customers.store.records import CustomersTable
from functions.shared.auth.step_up import LASTS, proves_step_up
from functions.shared.outside import clock
from functions.shared.plain.ids import customer_id
from tests.integration.customers.conftest import Pool, sent
from tests.integration.customers.factors.enrolled import ADA, Enrolled, a_customer, answer, login, only_a_session, with_token
from tests.support.events import events_in
from tests.support.http import Answer, Client

PATH, PROOF, RIGHT, ORDER = "/v1/me/factors/payment_password", "/v1/me/factors/payment_proof", "402917", "ord_01JD0000000000000000000000"


def code_for(client: Client) -> str:
    return sent(client.post(f"{PATH}/code")).code


def with_password(guest: Client, who: str = ADA) -> Client:
    client = a_customer(guest, who)
    assert client.put(PATH, {"password": RIGHT, "code": code_for(client)}).status == 204
    return client


def proved(client: Client, typed: str = RIGHT, kind: str = "payment_password", order: str = ORDER) -> Answer:
    return client.post(PROOF, {"order_id": order, "kind": kind, "answer": typed})


def person_of(client: Client) -> str:
    return str(client.get("/v1/me").json["id"])


def test_it_is_set_by_a_code_that_goes_to_its_owner(guest: Client, pool: Pool) -> None:
    """E08"""
    client = a_customer(guest)
    assert client.get(PATH).json == {"is_set": False, "locked_for": 0}
    assert proved(client).code == "no_payment_password"
    message = sent(client.post(f"{PATH}/code"))
    assert (message.email, message.purpose, message.minutes) == (ADA, "payment", 5)
    wrong = f"{(int(message.code) + 1) % 10**6:06}"
    assert client.put(PATH, {"password": RIGHT, "code": wrong}).code == "invalid_code"
    assert client.put(PATH, {"password": RIGHT, "code": message.code}).status == 204
    assert client.put(PATH, {"password": "402918", "code": message.code}).code == "invalid_code", "a code is good once"
    assert client.get(PATH).json == {"is_set": True, "locked_for": 0}
    assert RIGHT not in str(list(CustomersTable.scan()))
    assert [event.data for event in events_in(CustomersTable, "factor.payment_password_set")] == [{"person": person_of(client)}]


def test_its_code_opens_nothing_else_and_nobody_elses(guest: Client, pool: Pool) -> None:
    ada, bob = a_customer(guest), a_customer(guest, "bob@example.com")
    code = code_for(ada)
    assert guest.post("/v1/auth/login", {"login": ADA, "code": code}).code == "invalid_code"
    assert bob.put(PATH, {"password": RIGHT, "code": code}).code == "invalid_code"


@pytest.mark.parametrize("easy", ["000000", "123456", "987654", "098765", "121212", "123123", "345678"])
def test_what_everybody_tries_first_is_refused(easy: str) -> None:
    assert is_easy(easy)


@pytest.mark.parametrize("fine", ["402917", "112233", "135790", "271828"])
def test_others_are_not(fine: str) -> None:
    assert not is_easy(fine)


@pytest.mark.parametrize("bad", ["12345", "1234567", "40291a", "４０２９１７", "", None, 402917])
def test_bad_input_is_told_by_its_field(guest: Client, pool: Pool, bad: object) -> None:
    client = a_customer(guest)
    asked = [
        client.put(PATH, {"password": bad, "code": "123456"}),
        client.post(PROOF, {"order_id": ORDER, "kind": "payment_password", "answer": bad}),
    ]
    assert [(one.status, one.json["errors"][0]["pointer"]) for one in asked] == [(422, "/password"), (422, "/answer")]


def test_a_proof_is_for_one_person_one_order_and_five_minutes(guest: Client, pool: Pool) -> None:
    """E08"""
    client = with_password(guest)
    told = proved(client)
    assert (told.status, told.json["expires_in"], told.headers["cache-control"]) == (201, LASTS, "no-store")
    proof, person = told.json["proof"], person_of(client)
    assert proves_step_up(proof, person, ORDER)
    assert not proves_step_up(proof, person, "ord_01JD0000000000000000000001")
    assert not proves_step_up(proof, customer_id("00000000-0000-0000-0000-000000000001"), ORDER)
    for other in (proof[:-1], proof.replace(".", "", 1), "", "a.b.c", f"9{proof}", "٣" + proof):
        assert not proves_step_up(other, person, ORDER)
    with clock.frozen(clock.now() + timedelta(seconds=LASTS + 1)):
        assert not proves_step_up(proof, person, ORDER)


def test_fifty_wrong_ones_at_once_are_five_and_lock_it(guest: Client, pool: Pool) -> None:
    """E08"""
    client = with_password(guest)
    with ThreadPoolExecutor(25) as threads:
        told = Counter(one.code for one in threads.map(lambda n: proved(client, f"{n:06}"), range(50)))
    assert told == {"wrong_payment_password": MOST_WRONG, "payment_password_locked": 50 - MOST_WRONG}
    locked = proved(client)
    assert (locked.status, locked.code) == (429, "payment_password_locked")
    assert 0 < int(locked.headers["retry-after"]) <= LOCKED_FOR.total_seconds()
    assert 0 < client.get(PATH).json["locked_for"] <= LOCKED_FOR.total_seconds()
    with clock.frozen(clock.now() + LOCKED_FOR - timedelta(seconds=5)):
        assert proved(client).code == "payment_password_locked"


def test_half_an_hour_later_there_are_five_more(guest: Client, pool: Pool) -> None:
    """E08"""
    client = with_password(guest)
    for _ in range(MOST_WRONG):
        assert proved(client, "000001").code == "wrong_payment_password"
    with clock.frozen(clock.now() + LOCKED_FOR + timedelta(seconds=1)):
        with ThreadPoolExecutor(10) as threads:
            told = Counter(one.code for one in threads.map(lambda n: proved(client, f"{n:06}"), range(10)))
        assert told == {"wrong_payment_password": MOST_WRONG, "payment_password_locked": 5}
        # A forgotten or locked one is set anew by a code.
        assert client.put(PATH, {"password": RIGHT, "code": code_for(client)}).status == 204
        assert proved(client).status == 201


def test_a_right_one_forgets_the_wrong_ones(guest: Client, pool: Pool) -> None:
    client = with_password(guest)
    for _ in range(2):
        for _ in range(MOST_WRONG - 1):
            assert proved(client, "000001").code == "wrong_payment_password"
        assert proved(client).status == 201


def test_an_app_proves_it_as_well_and_each_code_once(guest: Client, ada: Enrolled) -> None:
    """E08"""
    assert proved(ada.client, ada.code(), "software_token_mfa").status == 201
    assert proved(ada.client, ada.code(), "software_token_mfa").code == "invalid_code"
    assert answer(guest, login(guest), ada.code()).code == "invalid_code", "nor does it sign in"
    assert proved(a_customer(guest, "bob@example.com"), ada.code(), "software_token_mfa").code == "no_factor"


def test_who_has_a_factor_shows_it_before_they_set_one(guest: Client, ada: Enrolled) -> None:
    """H06"""
    body = {"password": RIGHT, "code": code_for(ada.client)}
    asked = ada.client.put(PATH, body)
    assert only_a_session(asked)
    assert with_token(answer(guest, asked, ada.code())).put(PATH, body).status == 204
