"""A user pool like the template's in moto, whose tokens the production code verifies."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

import boto3
import pytest

from functions.customers import CodeMessage, code_message
from functions.customers.app import app
from functions.customers.model.registration import Registration
from functions.customers.store.records import CustomersTable, RegistrationRecord, registration_pk
from functions.customers.store.sealed_bodies import registration_of
from functions.shared.auth import tokens
from functions.shared.plain import settings
from tests.integration.customers.custom_auth import teach_moto
from tests.support.events import events_in
from tests.support.http import Answer, Client
from tests.support.identity import served_jwks

PASSWORD = "Correct7horse"
# moto signs with one published key; in every pool the same.
MOTO_KEYS = gzip.decompress(files("moto.cognitoidp").joinpath("resources/jwks-public.json.gz").read_bytes())


@dataclass(frozen=True)
class Pool:
    id: str
    app: str

    def status(self, login: str) -> str | None:
        """The account's status in the pool; None when there is no account."""
        cognito = boto3.client("cognito-idp")
        try:
            return str(cognito.admin_get_user(UserPoolId=self.id, Username=login)["UserStatus"])
        except cognito.exceptions.UserNotFoundException:
            return None

    def size(self) -> int:
        return len(boto3.client("cognito-idp").list_users(UserPoolId=self.id)["Users"])


@pytest.fixture(scope="session")
def jwks() -> Iterator[str]:
    with served_jwks(MOTO_KEYS) as url:
        yield url


@pytest.fixture(autouse=True)
def pool(_tables: None, jwks: str) -> Iterator[Pool]:
    cognito = boto3.client("cognito-idp")
    policy = {"MinimumLength": 10, "RequireLowercase": True, "RequireUppercase": True, "RequireNumbers": True, "RequireSymbols": False}
    made = cognito.create_user_pool(
        PoolName="shop",
        UsernameAttributes=["email", "phone_number"],
        AutoVerifiedAttributes=["email"],
        Policies={"PasswordPolicy": policy},
    )["UserPool"]["Id"]
    flows = ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    client = cognito.create_user_pool_client(
        UserPoolId=made, ClientName="shop", ExplicitAuthFlows=flows, PreventUserExistenceErrors="ENABLED"
    )["UserPoolClient"]["ClientId"]
    patch = pytest.MonkeyPatch()
    teach_moto(patch)
    patch.setenv("USER_POOL_ID", made)
    patch.setenv("USER_POOL_CLIENT_ID", client)
    patch.setenv("COGNITO_ISSUER", f"https://cognito-idp.us-east-1.amazonaws.com/{made}")
    patch.setenv("COGNITO_JWKS_URL", jwks)
    _forget()
    yield Pool(made, client)
    patch.undo()
    _forget()


def _forget() -> None:
    settings.settings.cache_clear()
    tokens._keys.cache_clear()


@pytest.fixture
def guest() -> Client:
    return Client(app)


def register(guest: Client, login: str = "ada@example.com", password: str = PASSWORD, **more: str) -> Answer:
    return guest.post("/v1/auth/register", {"login": login, "password": password, **more})


def waiting(asked: Answer) -> Registration:
    """The registration that `register` answered, as its mail would tell it."""
    pk = registration_pk(asked.json["registration_token"].partition(".")[0])
    return registration_of(RegistrationRecord.get(pk, pk))


def confirm(guest: Client, asked: Answer, **other: str) -> Answer:
    """Confirm with what was mailed and answered, unless `other` says differently."""
    known = waiting(asked)
    proof = {"login": known.login, "code": known.code, "registration_token": asked.json["registration_token"]}
    return guest.post("/v1/auth/confirm", proof | other)


def signed_in(guest: Client, login: str = "ada@example.com", **more: str) -> Client:
    """A client of a registered, confirmed and signed-in customer."""
    asked = register(guest, login, **more)
    assert confirm(guest, asked).status == 200
    answer = guest.post("/v1/auth/login", {"login": login, "password": PASSWORD})
    return Client(app, {"Authorization": f"Bearer {answer.json['access_token']}"})


def sent(asked: Answer) -> CodeMessage:
    """What the message says that was asked for last."""
    assert (asked.status, asked.json) == (202, {"status": "code_sent"})
    event = events_in(CustomersTable, "code.requested")[-1]
    assert sorted(event.data) == ["code_id", "purpose"]
    message = code_message(event.subject)
    assert message is not None
    return message
