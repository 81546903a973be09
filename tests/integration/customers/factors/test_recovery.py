"""Recovery codes: ten, told once, each good once."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.customers.factors import answered
from functions.customers.model.factors import code_hash
from functions.customers.store.records import CustomersTable, FactorsRecord
from tests.integration.customers.factors.enrolled import Enrolled, answer, login, with_token
from tests.support.events import events_in
from tests.support.http import Client
from tests.support.races import in_between


def recovered(guest: Client, code: str) -> int:
    return answer(guest, login(guest), code, "recovery_code").status


def test_each_works_once_and_the_count_says_how_many_are_left(guest: Client, ada: Enrolled) -> None:
    """H06"""
    assert (len(ada.recovery), len(set(ada.recovery))) == (10, 10)
    for used, code in enumerate(ada.recovery, 1):
        client = with_token(answer(guest, login(guest), code, "recovery_code"))
        assert client.get("/v1/me/factors").json["recovery_codes_left"] == 10 - used
    assert login(guest).json["kinds"] == ["software_token_mfa"]
    assert [event.data["left"] for event in events_in(CustomersTable, "factor.recovery_code_used")] == list(range(9, -1, -1))


def test_a_used_one_is_a_wrong_one(guest: Client, ada: Enrolled) -> None:
    """H06"""
    assert recovered(guest, ada.recovery[3]) == 200
    again = answer(guest, login(guest), ada.recovery[3], "recovery_code")
    assert (again.status, again.code, again.json["errors"][0]["pointer"]) == (422, "invalid_code", "/answer")


def test_one_code_sent_twenty_times_at_once_is_one_success(guest: Client, ada: Enrolled) -> None:
    """H06"""
    asked = [login(guest) for _ in range(4)]
    with ThreadPoolExecutor(20) as threads:
        told = Counter(
            one.status for one in threads.map(lambda n: answer(guest, asked[n % 4], ada.recovery[0], "recovery_code"), range(20))
        )
    assert told[200] == 1
    assert set(told) <= {200, 401, 422}


def test_however_it_is_typed(guest: Client, ada: Enrolled) -> None:
    spelled = ada.recovery[0].upper().replace("-", " "), ada.recovery[1].replace("-", "")
    assert [recovered(guest, one) for one in spelled] == [200, 200]
    for wrong in ("x", "2222-2222-2222-2222", "-", ada.recovery[2][:-1], "二"):
        assert recovered(guest, wrong) == 422


def test_a_new_set_ends_the_one_before(guest: Client, ada: Enrolled) -> None:
    """H06"""
    fresh = with_token(answer(guest, login(guest), ada.code()))
    made = fresh.post("/v1/me/factors/recovery_codes").json["recovery_codes"]
    assert not set(made) & set(ada.recovery)
    assert (recovered(guest, ada.recovery[0]), recovered(guest, made[0])) == (422, 200)


def test_a_set_that_is_replaced_meanwhile_opens_nothing(guest: Client, ada: Enrolled, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh, asked = with_token(answer(guest, login(guest), ada.code())), login(guest)
    in_between(monkeypatch, answered, "known_factors", lambda: fresh.post("/v1/me/factors/recovery_codes"))
    late = answer(guest, asked, ada.recovery[0], "recovery_code")
    assert (late.status, late.code) == (422, "invalid_code")


def test_they_are_kept_as_hashes_of_their_person(ada: Enrolled) -> None:
    kept = str([one.attribute_values for one in CustomersTable.scan()])
    assert all(code not in kept and code.replace("-", "") not in kept for code in ada.recovery)
    (record,) = FactorsRecord.scan(FactorsRecord.kind == "factors")
    assert record.recovery == {code_hash(record.pk.removeprefix("CUS#"), code) for code in ada.recovery}
