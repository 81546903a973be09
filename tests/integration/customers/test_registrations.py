"""A registration is not an account: who confirms proves the address and that the registration is their own (F-B2, F-B7)."""

from __future__ import annotations

from datetime import timedelta

import boto3
import pytest
from botocore.exceptions import ClientError

from functions.customers.store.records import CustomersTable
from functions.shared.outside import aws, clock
from functions.shared.plain import times
from tests.integration.customers.conftest import PASSWORD, Pool, confirm, register, waiting
from tests.support.events import events_in
from tests.support.http import Answer, Client

VICTIM = "ada@example.com"
STRANGERS = "Strangers7password"


def sign_in(guest: Client, password: str, login: str = VICTIM) -> Answer:
    return guest.post("/v1/auth/login", {"login": login, "password": password})


@pytest.mark.parametrize("stranger_first", [True, False])
@pytest.mark.parametrize("by", ["token", "password"])
def test_a_stranger_who_registers_the_same_address_changes_nothing(guest: Client, pool: Pool, by: str, stranger_first: bool) -> None:
    """F-B2: both register; whoever reads the address confirms their own registration, with their own password."""
    if stranger_first:
        register(guest, VICTIM, STRANGERS)
    own = register(guest, VICTIM, PASSWORD)
    if not stranger_first:
        register(guest, VICTIM.upper(), STRANGERS)
    proof = {"registration_token": own.json["registration_token"]} if by == "token" else {"password": PASSWORD}
    assert guest.post("/v1/auth/confirm", {"login": VICTIM, "code": waiting(own).code, **proof}).status == 200
    assert sign_in(guest, STRANGERS).code == "invalid_credentials"
    assert sign_in(guest, PASSWORD).status == 200
    assert pool.size() == 1


def test_the_code_of_one_registration_confirms_no_other(guest: Client, pool: Pool) -> None:
    """F-B2: the newest code in the mailbox may be of a stranger's registration."""
    own, strangers = register(guest, VICTIM, PASSWORD), register(guest, VICTIM, STRANGERS)
    code = waiting(strangers).code
    assert code != waiting(own).code
    for proof in ({"registration_token": own.json["registration_token"]}, {"password": PASSWORD}):
        answer = guest.post("/v1/auth/confirm", {"login": VICTIM, "code": code, **proof})
        assert (answer.status, answer.code) == (422, "invalid_code")
    assert pool.size() == 0


def test_a_code_alone_confirms_nothing(guest: Client, pool: Pool) -> None:
    """F-B2"""
    asked = register(guest)
    answer = guest.post("/v1/auth/confirm", {"login": VICTIM, "code": waiting(asked).code})
    assert (answer.status, answer.code, pool.size()) == (422, "proof_required", 0)


@pytest.mark.parametrize("token", ["", "x", "reg_01JD5Z6N7W8X9Y0Z1A2B3C4D5E.x", "🙂", "reg_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"])
def test_a_made_up_token_is_a_wrong_code(guest: Client, token: str) -> None:
    asked = register(guest)
    assert confirm(guest, asked, registration_token=token).code == "invalid_code"


def test_a_token_of_another_login_is_a_wrong_code(guest: Client, pool: Pool) -> None:
    asked = register(guest)
    assert (confirm(guest, asked, login="eve@example.com").code, pool.size()) == ("invalid_code", 0)


@pytest.mark.parametrize("code", ["验证码", "🙂", "é", "123456é"])
def test_a_code_in_any_writing_is_just_wrong(guest: Client, pool: Pool, code: str) -> None:
    """F-B8: people paste anything; what is compared in constant time must be bytes."""
    asked = register(guest)
    for proof in ({"registration_token": asked.json["registration_token"]}, {"password": PASSWORD}):
        answer = guest.post("/v1/auth/confirm", {"login": VICTIM, "code": code, **proof})
        assert (answer.status, answer.code) == (422, "invalid_code")
    assert pool.size() == 0


def test_five_wrong_codes_end_a_registration_and_no_other(guest: Client) -> None:
    """H03"""
    asked, other = register(guest), register(guest, VICTIM, STRANGERS)
    for _ in range(5):
        assert confirm(guest, asked, code="x").code == "invalid_code"
    assert confirm(guest, asked).code == "invalid_code"
    assert confirm(guest, other).status == 200


def test_a_registration_lasts_a_day(guest: Client) -> None:
    asked = register(guest)
    with clock.frozen(clock.now() + timedelta(hours=24, seconds=1)):
        assert confirm(guest, asked).code == "invalid_code"


def test_confirmed_again_is_the_same_answer_and_changes_nothing(guest: Client, pool: Pool) -> None:
    """The answer may have been lost."""
    asked = register(guest)
    assert [confirm(guest, asked).status for _ in range(2)] == [200, 200]
    assert (pool.size(), sign_in(guest, PASSWORD).status) == (1, 200)


def test_who_comes_second_with_another_registration_changes_nothing(guest: Client) -> None:
    first, second = register(guest), register(guest, VICTIM, STRANGERS)
    assert confirm(guest, first).status == 200
    assert confirm(guest, second).code == "invalid_code"
    assert sign_in(guest, PASSWORD).status == 200


def test_a_taken_address_is_told_by_mail_only(guest: Client) -> None:
    """H01, F-B7"""
    confirm(guest, register(guest))
    again = register(guest, VICTIM, STRANGERS)
    assert (again.status, waiting(again).taken) == (202, True)
    assert confirm(guest, again).code == "invalid_code"
    assert [event.type for event in events_in(CustomersTable)].count("registration.requested") == 2


def test_register_then_login_tells_nothing_of_the_address(guest: Client) -> None:
    """F-B7: an address with an account, one that waits, one that nobody uses: the same refusal."""
    confirm(guest, register(guest, "known@example.com"))
    answers = []
    for login in ("known@example.com", "new@example.com"):
        register(guest, login, STRANGERS)
        answers.append(sign_in(guest, STRANGERS, login))
    answers.append(sign_in(guest, STRANGERS, "never@example.com"))
    assert {(a.status, a.code, a.json["detail"]) for a in answers} == {(401, "invalid_credentials", "The login or the password is wrong.")}


def test_an_account_that_the_pool_holds_unconfirmed_from_before_gives_way_to_who_proves_the_address(guest: Client, pool: Pool) -> None:
    attributes = [{"Name": "email", "Value": VICTIM}]
    boto3.client("cognito-idp").sign_up(ClientId=pool.app, Username=VICTIM, Password=STRANGERS, UserAttributes=attributes)
    assert sign_in(guest, STRANGERS).code == "invalid_credentials"
    assert confirm(guest, register(guest)).status == 200
    assert (sign_in(guest, STRANGERS).status, sign_in(guest, PASSWORD).status, pool.size()) == (401, 200, 1)


@pytest.mark.parametrize("after", ["admin_create_user", "admin_set_user_password"])
def test_who_dies_while_confirming_goes_on_with_the_same_call(
    guest: Client, pool: Pool, monkeypatch: pytest.MonkeyPatch, after: str
) -> None:
    real, client = aws.client, aws.client("cognito-idp")
    call = getattr(client, after)

    def dying(**parameters: object) -> None:
        call(**parameters)
        raise ClientError({"Error": {"Code": "InternalErrorException"}}, after)

    asked = register(guest)
    with monkeypatch.context() as dead:
        dead.setattr(client, after, dying)
        dead.setattr(aws, "client", lambda name: client if name == "cognito-idp" else real(name))
        assert confirm(guest, asked).status == 503
    assert confirm(guest, asked).status == 200
    assert (pool.status(VICTIM), pool.size(), sign_in(guest, PASSWORD).status) == ("CONFIRMED", 1, 200)


def test_an_address_is_mailed_at_most_ten_codes_an_hour(guest: Client) -> None:
    """F-B10: registering is no way to flood a stranger's mailbox; another address is not concerned."""
    with clock.frozen(times.parse("2026-11-26T10:00:00Z")):
        assert [register(guest).status for _ in range(11)] == [202] * 10 + [429]
        assert register(guest, "eve@example.com").status == 202
    with clock.frozen(times.parse("2026-11-26T11:00:00Z")):
        assert register(guest).status == 202


def test_neither_password_nor_token_is_in_the_table(guest: Client) -> None:
    asked = register(guest)
    kept = str(waiting(asked)) + "".join(str(item.body) for item in CustomersTable.scan())
    assert PASSWORD not in kept
    assert asked.json["registration_token"].partition(".")[2] not in kept
