"""Authenticator apps: enrolled by a first code, asked for five times, each code once."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pyotp
import pytest

from functions.customers.factors import answered, enrol_app
from functions.customers.model.challenge import LASTS, MOST_TRIES
from functions.customers.model.factors import BEGUN_LASTS, MOST_WRONG, PAUSE
from functions.customers.store.records import CustomersTable, FactorsRecord
from functions.shared.outside import clock
from functions.shared.plain.settings import settings
from tests.integration.customers.conftest import PASSWORD, Pool
from tests.integration.customers.factors.enrolled import ADA, Enrolled, a_customer, answer, begun, login, only_a_session, with_token
from tests.support.events import events_in
from tests.support.http import Client
from tests.support.races import in_between


def test_the_secret_is_told_once_as_text_uri_and_picture(guest: Client) -> None:
    """H06"""
    ada = a_customer(guest)
    told = ada.post("/v1/me/factors/app")
    uri = urlsplit(told.json["uri"])
    assert (uri.scheme, uri.netloc, unquote(uri.path).rpartition(":")[2]) == ("otpauth", "totp", ADA)
    asked = parse_qs(uri.query)
    assert (asked["secret"], asked["issuer"]) == ([told.json["secret"]], [urlsplit(settings().public_base_url).hostname])
    assert (len(told.json["secret"]), told.json["qr"][:19], told.headers["cache-control"]) == (32, "data:image/svg+xml;", "no-store")
    assert ada.get("/v1/me/factors").json == {"app": None, "passkeys": [], "recovery_codes_left": 0, "is_fresh": True}
    assert login(guest).status == 200, "nothing is asked before the first code"


def test_it_counts_from_its_first_code(guest: Client, ada: Enrolled) -> None:
    """H06"""
    assert only_a_session(login(guest))
    told = ada.client.get("/v1/me/factors").json
    assert (bool(told["app"]["since"]), told["recovery_codes_left"], told["is_fresh"]) == (True, 10, False)
    (event,) = events_in(CustomersTable, "factor.added")
    assert sorted(event.data) == ["factor", "person"]
    assert ada.secret not in str(list(CustomersTable.scan()))


@pytest.mark.parametrize("code", ["12345", "1234567", "12345a", "１２３４５６", "", 123456])
def test_bad_codes_are_told_by_their_field(guest: Client, code: object) -> None:
    ada = a_customer(guest)
    begun(ada)
    refused = ada.post("/v1/me/factors/app/confirm", {"code": code})
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, "/code")


def test_a_wrong_first_code_enrols_nothing(guest: Client) -> None:
    ada = a_customer(guest)
    assert ada.post("/v1/me/factors/app/confirm", {"code": "123456"}).code == "not_begun"
    first, second = begun(ada), begun(ada)
    wrong = ada.post("/v1/me/factors/app/confirm", {"code": pyotp.TOTP(first).at(int(clock.now().timestamp()))})
    assert (wrong.status, wrong.code) == (422, "invalid_code"), "another secret takes the place of the one before"
    with clock.frozen(clock.now() + BEGUN_LASTS + timedelta(seconds=1)):
        late = ada.post("/v1/me/factors/app/confirm", {"code": pyotp.TOTP(second).at(int(clock.now().timestamp()))})
    assert (late.status, late.code) == (409, "not_begun")
    assert login(guest).status == 200


def test_a_begun_secret_is_confirmed_once(guest: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = a_customer(guest)
    code = {"code": pyotp.TOTP(begun(ada)).at(int(clock.now().timestamp()))}
    in_between(monkeypatch, enrol_app, "find", lambda: ada.post("/v1/me/factors/app/confirm", code))
    late = ada.post("/v1/me/factors/app/confirm", code)
    assert (late.status, late.code) == (409, "not_begun")
    assert len(events_in(CustomersTable, "factor.added")) == 1


def test_the_code_that_enrolled_it_signs_nobody_in(guest: Client, ada: Enrolled) -> None:
    with clock.frozen(ada.at):
        assert answer(guest, login(guest), ada.code()).code == "invalid_code"


@pytest.mark.parametrize(("steps", "status"), [(-2, 422), (-1, 200), (0, 200), (1, 200), (2, 422)])
def test_clocks_may_differ_by_one_step(guest: Client, ada: Enrolled, steps: int, status: int) -> None:
    """H06"""
    with clock.frozen(ada.later(90)):
        assert answer(guest, login(guest), ada.code(steps=steps)).status == status


def test_a_code_works_once_and_so_do_those_before_it(guest: Client, ada: Enrolled) -> None:
    """H06"""
    with clock.frozen(ada.later(90)):
        assert answer(guest, login(guest), ada.code()).status == 200
        for steps in (0, -1):
            assert answer(guest, login(guest), ada.code(steps=steps)).code == "invalid_code"
        assert answer(guest, login(guest), ada.code(steps=1)).status == 200


def test_one_code_sent_twenty_times_at_once_is_one_success(guest: Client, ada: Enrolled) -> None:
    """H06"""
    asked = [login(guest) for _ in range(4)]
    with ThreadPoolExecutor(20) as threads:
        told = Counter(one.status for one in threads.map(lambda n: answer(guest, asked[n % 4], ada.code()), range(20)))
    assert told[200] == 1
    assert set(told) <= {200, 401, 422}


def test_a_session_has_one_success_also_for_two_right_codes_at_once(guest: Client, ada: Enrolled, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = login(guest)
    in_between(monkeypatch, answered, "known_factors", lambda: answer(guest, asked, ada.recovery[0], "recovery_code"))
    late = answer(guest, asked, ada.code())
    assert (late.status, late.code) == (401, "invalid_session")


def test_fifty_wrong_codes_at_once_are_five_tries(guest: Client, ada: Enrolled) -> None:
    """H06"""
    asked, right = login(guest), ada.code()
    wrong = [f"{(int(right) + 7 * n + 1) % 10**6:06}" for n in range(50)]
    near = {ada.code(steps=-1), ada.code(steps=1)}
    with ThreadPoolExecutor(25) as threads:
        told = Counter(one.code for one in threads.map(lambda code: answer(guest, asked, code), [one for one in wrong if one not in near]))
    assert told["invalid_code"] == MOST_TRIES
    assert set(told) <= {"invalid_code", "invalid_session", "too_many_attempts"}
    guest.source_ip = "203.0.113.7"
    assert answer(guest, asked, right).code == "invalid_session"
    assert answer(guest, login(guest), right).status == 200, "a new sign-in is asked anew"


def test_who_has_the_password_cannot_guess_by_signing_in_again(guest: Client, ada: Enrolled) -> None:
    person = FactorsRecord.scan(FactorsRecord.kind == "factors").next()
    person.update([FactorsRecord.wrong.set(MOST_WRONG), FactorsRecord.wrong_at.set(int(clock.now().timestamp()))])
    full = answer(guest, login(guest), ada.code())
    assert (full.status, full.code, full.headers["retry-after"]) == (429, "too_many_attempts", str(int(PAUSE.total_seconds())))
    with clock.frozen(clock.now() + PAUSE + timedelta(seconds=1)):
        assert answer(guest, login(guest), ada.code()).status == 200
        assert answer(guest, login(guest), ada.code(steps=1)).status == 200, "after a right one all is as it was"


def test_a_session_lasts_five_minutes(guest: Client, ada: Enrolled) -> None:
    """H06"""
    asked = login(guest)
    with clock.frozen(clock.now() + LASTS + timedelta(seconds=1)):
        assert answer(guest, asked, ada.code()).code == "invalid_session"
    assert timedelta(minutes=5) == LASTS


def test_nobody_answers_with_the_app_of_another(guest: Client, pool: Pool, ada: Enrolled) -> None:
    bob = a_customer(guest, "bob@example.com")
    code = pyotp.TOTP(begun(bob)).at(int(clock.now().timestamp()))
    assert bob.post("/v1/me/factors/app/confirm", {"code": code}).status == 200
    assert answer(guest, login(guest), code).code == "invalid_code"


def test_another_app_takes_the_place_of_the_first(guest: Client, ada: Enrolled) -> None:
    """H06"""
    fresh = with_token(answer(guest, login(guest), ada.code()))
    secret = begun(fresh)
    made = fresh.post("/v1/me/factors/app/confirm", {"code": pyotp.TOTP(secret).at(int(clock.now().timestamp()))})
    with clock.frozen(ada.later(150)):
        assert answer(guest, login(guest), ada.code()).code == "invalid_code"
        assert answer(guest, login(guest), ada.recovery[0], "recovery_code").code == "invalid_code"
        assert answer(guest, login(guest), made.json["recovery_codes"][0], "recovery_code").status == 200
        assert answer(guest, login(guest), pyotp.TOTP(secret).at(int(clock.now().timestamp()))).status == 200


def test_nothing_is_asked_for_after_it_was_removed(guest: Client, ada: Enrolled) -> None:
    """H06"""
    fresh = with_token(answer(guest, login(guest), ada.code()))
    asked = login(guest)
    assert fresh.delete("/v1/me/factors/app").status == 204
    assert fresh.delete("/v1/me/factors/app").code == "no_factor"
    assert answer(guest, asked, ada.code(steps=1)).code == "invalid_session"
    assert login(guest).status == 200
    assert len(events_in(CustomersTable, "factor.removed")) == 1


def test_nothing_secret_is_in_the_log(guest: Client, ada: Enrolled, caplog: pytest.LogCaptureFixture) -> None:
    answer(guest, login(guest), ada.code())
    answer(guest, login(guest), ada.recovery[0], "recovery_code")
    assert all(text not in caplog.text for text in (ada.secret, ada.recovery[0], ada.code(), PASSWORD))
