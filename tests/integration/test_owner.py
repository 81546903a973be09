"""`shop owner create`: the first person of a stage."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest

from functions.access.model.register import Grants, Register
from functions.access.store.records import REGISTER_KEY, RegisterRecord
from functions.shared.auth.standing import standing_of
from functions.shared.plain.bodies import load
from functions.shared.plain.ids import customer_id
from infra.cli.owner import create_owner
from infra.cli.redrive import Target
from infra.local.standings import give_role, is_known
from infra.local.trouble import Trouble
from infra.outputs import Outputs

LOGIN, OWN = "owner@shop.example", "Correct7horse"


class Stage:
    def __init__(self) -> None:
        session = boto3.Session(region_name="us-east-1")
        self.cognito: Any = session.client("cognito-idp")
        policy = {"MinimumLength": 10, "RequireLowercase": True, "RequireUppercase": True, "RequireNumbers": True, "RequireSymbols": False}
        made = self.cognito.create_user_pool(PoolName="shop", UsernameAttributes=["email"], Policies={"PasswordPolicy": policy})
        self.pool = made["UserPool"]["Id"]
        nothing: dict[str, Any] = dict.fromkeys(Outputs.__dataclass_fields__, "")
        self.place = Target(session, Outputs(**{**nothing, "user_pool": self.pool, "tables": {"access": "access"}}))

    def owner(self) -> tuple[str, bool, list[str]]:
        user = self.cognito.admin_get_user(UserPoolId=self.pool, Username=LOGIN)
        proven = {"Name": "email_verified", "Value": "true"} in user["UserAttributes"]
        subject = next(one["Value"] for one in user["UserAttributes"] if one["Name"] == "sub")
        return user["UserStatus"], proven, sorted(standing_of(customer_id(subject)).roles or ())


@pytest.fixture
def stage() -> Iterator[Stage]:
    made = Stage()
    yield made
    made.cognito.delete_user_pool(UserPoolId=made.pool)


def test_a_new_owner_gets_a_temporary_password_and_another_until_they_signed_in(stage: Stage) -> None:
    first, second = create_owner(stage.place, " Owner@Shop.example"), create_owner(stage.place, LOGIN)
    assert first
    assert second
    assert first != second
    assert stage.owner() == ("FORCE_CHANGE_PASSWORD", True, ["owner"])


def test_who_has_an_account_becomes_an_owner_and_keeps_their_password(stage: Stage) -> None:
    stage.cognito.admin_create_user(UserPoolId=stage.pool, Username=LOGIN)
    stage.cognito.admin_set_user_password(UserPoolId=stage.pool, Username=LOGIN, Password=OWN, Permanent=True)
    assert create_owner(stage.place, LOGIN) is None
    assert (stage.owner()[0], stage.owner()[2]) == ("CONFIRMED", ["owner"])


def test_what_is_no_address_is_refused_before_anything_is_made(stage: Stage) -> None:
    with pytest.raises(Trouble, match="no e-mail address"):
        create_owner(stage.place, "owner")
    assert stage.cognito.list_users(UserPoolId=stage.pool)["Users"] == []


def test_what_somebody_has_besides_stays_and_the_register_knows_them(stage: Stage) -> None:
    """H07"""
    create_owner(stage.place, LOGIN)
    user = stage.cognito.admin_get_user(UserPoolId=stage.pool, Username=LOGIN)
    dynamodb = stage.place.session.client("dynamodb")
    assert is_known(dynamodb, "access", user)
    person = give_role(dynamodb, "access", user, "support")
    assert standing_of(person).roles == frozenset({"owner", "support"})
    register = load(Register, RegisterRecord.get(REGISTER_KEY, REGISTER_KEY).body)
    assert register.people == {person: Grants(("owner", "support"))}


class _Interrupted:
    """A client before whose first transaction somebody else acts."""

    def __init__(self, client: Any, act: Callable[[], Any]) -> None:
        self._client, self._acts = client, [act]

    def __getattr__(self, name: str) -> Any:
        if name == "transact_write_items" and self._acts:
            self._acts.pop()()
        return getattr(self._client, name)


def test_who_writes_in_between_is_not_undone(stage: Stage) -> None:
    create_owner(stage.place, LOGIN)
    user = stage.cognito.admin_get_user(UserPoolId=stage.pool, Username=LOGIN)
    dynamodb = _Interrupted(stage.place.session.client("dynamodb"), lambda: give_role(boto3.client("dynamodb"), "access", user, "finance"))
    assert standing_of(give_role(dynamodb, "access", user, "support")).roles == frozenset({"finance", "owner", "support"})
