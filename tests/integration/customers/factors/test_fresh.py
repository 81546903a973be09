"""What one signs in by is changed with a factor that was just shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from functions.customers.model.factors import FRESH
from functions.shared.outside import clock
from tests.integration.customers.conftest import PASSWORD
from tests.integration.customers.factors.enrolled import Enrolled, a_customer, answer, login, only_a_session, with_token
from tests.support.http import Answer, Client

CHANGES: dict[str, Callable[[Client], Answer]] = {
    "password": lambda client: client.post("/v1/auth/change_password", {"old_password": PASSWORD, "new_password": "Another9staple"}),
    "app": lambda client: client.post("/v1/me/factors/app"),
    "no app": lambda client: client.delete("/v1/me/factors/app"),
    "recovery codes": lambda client: client.post("/v1/me/factors/recovery_codes"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_asks_for_it_and_goes_on_with_both_tokens(guest: Client, ada: Enrolled, change: Callable[[Client], Answer]) -> None:
    """H06: findings, case 2"""
    asked = change(ada.client)
    assert only_a_session(asked), asked.text
    answered = answer(guest, asked, ada.code())
    assert with_token(answered).get("/v1/me/factors").json["is_fresh"] is True
    assert change(ada.client).status in (200, 201, 204)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_who_has_just_signed_in_with_it_is_asked_nothing(guest: Client, ada: Enrolled, change: Callable[[Client], Answer]) -> None:
    """H06"""
    assert change(with_token(answer(guest, login(guest), ada.code()))).status in (200, 201, 204)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_five_minutes_later_it_is_asked_again(guest: Client, ada: Enrolled, change: Callable[[Client], Answer]) -> None:
    """H06"""
    client = with_token(answer(guest, login(guest), ada.code()))
    with clock.frozen(clock.now() + FRESH + timedelta(seconds=1)):
        assert only_a_session(change(client))


def test_a_token_of_another_session_is_not_made_fresh(guest: Client, ada: Enrolled) -> None:
    answer(guest, login(guest), ada.code())
    assert only_a_session(ada.client.delete("/v1/me/factors/app"))


def test_a_proof_is_of_its_own_person(guest: Client, ada: Enrolled) -> None:
    """The session of the question says whose it is; another's answer to it does not count."""
    bob = a_customer(guest, "bob@example.com")
    asked = ada.client.delete("/v1/me/factors/app")
    assert answer(bob, asked, "000000").code == "invalid_code"
    assert only_a_session(ada.client.delete("/v1/me/factors/app"))


def test_who_has_none_is_asked_nothing(guest: Client) -> None:
    client = a_customer(guest, "bob@example.com")
    assert client.delete("/v1/me/factors/app").code == "no_factor"
    assert client.post("/v1/me/factors/recovery_codes").code == "no_factor"
    assert client.post("/v1/auth/change_password", {"old_password": PASSWORD, "new_password": "Another9staple"}).status == 200
