"""Invitations: by a mailed link, for one address, for one use, for some days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest

from functions.access import invitation_mail
from functions.access.app import app
from functions.access.staff import accept as accepting
from functions.access.store.records import AccessTable
from functions.shared.auth.standing import standing_of
from functions.shared.outside import clock
from functions.shared.plain import settings
from functions.shared.plain.ids import customer_id
from tests.integration.access.people import STAFF, Member, register, told
from tests.support.http import Answer, Client
from tests.support.races import in_between

EMAIL, PASSWORD = "new@shop.example", "Correct7horse"
ACCEPT = "/v1/auth/accept_invitation"
guest = Client(app)


@pytest.fixture(autouse=True)
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    cognito = boto3.client("cognito-idp")
    policy = {"MinimumLength": 10, "RequireLowercase": True, "RequireUppercase": True, "RequireNumbers": True, "RequireSymbols": False}
    given = {"UsernameAttributes": ["email"], "Policies": {"PasswordPolicy": policy}}
    made = str(cognito.create_user_pool(PoolName="staff", **given)["UserPool"]["Id"])
    monkeypatch.setenv("USER_POOL_ID", made)
    settings.settings.cache_clear()
    yield made
    cognito.delete_user_pool(UserPoolId=made)
    settings.settings.cache_clear()


@pytest.fixture
def owner() -> Member:
    return Member("owner")


def _account(pool: str) -> tuple[str, str]:
    user = boto3.client("cognito-idp").admin_get_user(UserPoolId=pool, Username=EMAIL)
    return customer_id(next(one["Value"] for one in user["UserAttributes"] if one["Name"] == "sub")), user["UserStatus"]


def _invite(owner: Member, **more: Any) -> dict[str, Any]:
    answer = owner.client.post(STAFF, {"email": EMAIL, "roles": ["support"], **more})
    assert answer.status == 201, answer.text
    made: dict[str, Any] = answer.json
    return made


def _token(invitation: dict[str, Any]) -> str:
    mail = invitation_mail(invitation["id"])
    assert mail is not None
    assert mail.email == EMAIL
    return mail.link.partition("#")[2]


def _accept(token: str, password: str | None = PASSWORD, **more: str) -> Answer:
    return guest.post(ACCEPT, {"token": token, "password": password, **more})


def test_who_is_invited_joins_with_a_password_of_their_own(owner: Member, pool: str) -> None:
    """H07"""
    invited = _invite(owner, email=" New@Shop.example ", language="en", warehouses=["wh_1"])
    assert (invited["status"], invited["email"]) == ("invited", EMAIL)
    assert [one["status"] for one in owner.client.get(STAFF).json["data"]] == ["active", "invited"]
    answer = _accept(_token(invited), name="Ada")
    assert (answer.status, answer.json) == (200, {"status": "accepted", "login": EMAIL})
    person, status = _account(pool)
    assert (status, standing_of(person).roles, standing_of(person).warehouses) == ("CONFIRMED", frozenset({"support"}), frozenset({"wh_1"}))
    assert owner.client.get(f"{STAFF}/{person}").json["name"] == "Ada"
    assert [one["status"] for one in owner.client.get(STAFF).json["data"]] == ["active", "active"]
    assert told() == ["staff.invited", "staff.joined"]


def test_a_link_opens_once(owner: Member, pool: str) -> None:
    """H07: nor sets it a second password."""
    token = _token(_invite(owner))
    assert _accept(token).status == 200
    again = _accept(token, "Another8horse")
    assert (again.status, again.code) == (422, "invalid_invitation")
    assert told().count("staff.joined") == 1


def test_who_has_an_account_keeps_its_password(owner: Member, pool: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """H07: an invitation is no way to a new password, nor to tokens."""
    cognito = boto3.client("cognito-idp")
    cognito.admin_create_user(UserPoolId=pool, Username=EMAIL, MessageAction="SUPPRESS")
    cognito.admin_set_user_password(UserPoolId=pool, Username=EMAIL, Password=PASSWORD, Permanent=True)
    monkeypatch.setattr(accepting, "set_first_password", lambda *_: pytest.fail("a password was set"))
    answer = _accept(_token(_invite(owner)), None)
    assert answer.status == 200
    assert "token" not in answer.text
    assert standing_of(_account(pool)[0]).roles == frozenset({"support"})


@pytest.mark.parametrize("later", ["resend", "withdraw", "expire", "forge"])
def test_a_link_that_is_over_opens_nothing(owner: Member, pool: str, later: str) -> None:
    """H07"""
    invited = _invite(owner)
    token, url, hours = _token(invited), f"{STAFF}/{invited['id']}", 0
    match later:
        case "resend":
            assert owner.client.post(f"{url}/resend", {}).status == 200
        case "withdraw":
            assert owner.client.delete(url).status == 200
        case "expire":
            hours = 72
        case "forge":
            token = token[:-1] + ("0" if token[-1] != "0" else "1")
    with clock.frozen(clock.now() + timedelta(hours=hours, seconds=1)):
        answer = _accept(token)
    assert (answer.status, answer.code) == (422, "invalid_invitation")
    assert boto3.client("cognito-idp").list_users(UserPoolId=pool)["Users"] == []
    assert list(register().people) == [owner.id]
    if later == "resend":
        assert _accept(_token(invited)).status == 200


def test_what_one_may_not_give_any_more_is_not_given(owner: Member) -> None:
    """H07: who invited was suspended, or is less, since."""
    second = Member("owner")
    token = _token(_invite(second))
    owner.suspend(second)
    refused = _accept(token)
    assert (refused.status, refused.code) == (409, "invitation_void")
    owner.client.post(f"{second.url}/reinstate", {})
    owner.edit(second, roles=["analyst"])
    assert _accept(token).code == "invitation_void"
    owner.client.delete(second.url)
    assert _accept(token).code == "invitation_void"


def test_an_address_is_invited_once_and_joins_once(owner: Member) -> None:
    invited = _invite(owner)
    again = owner.client.post(STAFF, {"email": EMAIL.upper(), "roles": ["support"]})
    assert (again.status, again.code, again.json["invitation_id"]) == (409, "already_invited", invited["id"])
    assert _accept(_token(invited)).status == 200
    assert owner.client.post(STAFF, {"email": EMAIL, "roles": ["support"]}).code == "already_staff"


def test_who_left_can_be_invited_again(owner: Member, pool: str) -> None:
    _accept(_token(_invite(owner)))
    person, _ = _account(pool)
    assert owner.client.delete(f"{STAFF}/{person}").status == 200
    assert _accept(_token(_invite(owner, roles=["finance"])), None).status == 200
    assert standing_of(person).roles == frozenset({"finance"})


def test_nothing_is_left_of_an_address_that_left_or_never_came(owner: Member, pool: str) -> None:
    """H14"""
    invited = _invite(owner, name="Ada Planted")
    _accept(_token(invited))
    owner.client.delete(f"{STAFF}/{_account(pool)[0]}")
    other = _invite(owner, email="other@shop.example", name="Ada Planted")
    owner.client.delete(f"{STAFF}/{other['id']}")
    stored = str([vars(record) for record in AccessTable.scan()])
    assert "Planted" not in stored
    assert EMAIL not in stored
    assert "other@shop" not in stored


def test_two_who_accept_at_once_join_once(owner: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    token = _token(_invite(owner))
    first: list[Answer] = []
    in_between(monkeypatch, accepting, "known_register", lambda: first.append(_accept(token)))
    second = _accept(token)
    assert (first[0].status, second.status, second.code) == (200, 422, "invalid_invitation")
    assert told().count("staff.joined") == 1


def test_an_invitation_that_is_withdrawn_while_it_is_accepted(owner: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    invited = _invite(owner)
    in_between(monkeypatch, accepting, "known_register", lambda: owner.client.delete(f"{STAFF}/{invited['id']}"))
    assert _accept(_token(invited)).code == "invalid_invitation"
    assert list(register().people) == [owner.id]


def test_whoever_dies_before_the_password_comes_again(owner: Member, pool: str, monkeypatch: pytest.MonkeyPatch) -> None:
    token = _token(_invite(owner))
    with monkeypatch.context() as dying:
        dying.setattr(accepting, "set_first_password", lambda *_: (_ for _ in ()).throw(RuntimeError))
        assert _accept(token).status == 500
    assert _account(pool)[1] == "FORCE_CHANGE_PASSWORD"
    assert _accept(token).status == 200
    assert _account(pool)[1] == "CONFIRMED"
    assert told().count("staff.joined") == 1


def test_bad_input(owner: Member) -> None:
    token = _token(_invite(owner))
    assert _accept(token, None).code == "password_required"
    assert _accept(token, "short").code == "weak_password"
    assert guest.post(ACCEPT, {"token": "x"}).code == "invalid_invitation"
    assert owner.client.post(STAFF, {"email": "x@shop.example", "roles": []}).status == 422
    assert owner.client.post(STAFF, {"email": "no address", "roles": ["support"]}).status == 422
