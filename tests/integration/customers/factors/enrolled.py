"""Somebody with an authenticator app."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pyotp

from functions.customers.app import app
from functions.customers.store import cognito
from functions.shared.outside import clock
from tests.integration.customers.conftest import PASSWORD
from tests.support.http import Answer, Client

ADA = "ada@example.com"


@dataclass
class Enrolled:
    """`client` has the session in which the app was enrolled."""

    client: Client
    secret: str
    recovery: list[str]
    login: str = ADA
    at: datetime = field(default_factory=clock.now)

    def code(self, *, steps: int = 0) -> str:
        return pyotp.TOTP(self.secret).at(int(clock.now().timestamp()) + 30 * steps)

    def later(self, seconds: int = 60) -> datetime:
        """When the code that was shown last is over; tests freeze the shop's clock there."""
        return self.at + timedelta(seconds=seconds)


def a_customer(guest: Client, login: str = ADA) -> Client:
    """Signed in, with a password; without the mails that made the account."""
    cognito.create(login, PASSWORD, name="", language="en")
    answered = guest.post("/v1/auth/login", {"login": login, "password": PASSWORD})
    return with_token(answered)


def begun(client: Client) -> str:
    answered = client.post("/v1/me/factors/app")
    assert answered.status == 201, answered.text
    return str(answered.json["secret"])


def enrolled(guest: Client, login: str = ADA) -> Enrolled:
    client = a_customer(guest, login)
    secret = begun(client)
    confirmed = client.post("/v1/me/factors/app/confirm", {"code": pyotp.TOTP(secret).at(int(clock.now().timestamp()))})
    assert confirmed.status == 200, confirmed.text
    return Enrolled(client, secret, confirmed.json["recovery_codes"], login)


def login(guest: Client, who: str = ADA, password: str = PASSWORD) -> Answer:
    return guest.post("/v1/auth/login", {"login": who, "password": password})


def answer(guest: Client, refusal: Answer, text: str, kind: str = "") -> Answer:
    asked = {"session": refusal.json["session"], "kind": kind or refusal.json["challenge"]}
    return guest.post("/v1/auth/challenge", {**asked, "answer": text})


def only_a_session(refusal: Answer) -> bool:
    told = refusal.json
    return (refusal.status, refusal.code) == (403, "challenge_required") and not {"access_token", "refresh_token"} & told.keys()


def with_token(answered: Answer) -> Client:
    assert answered.status == 200, answered.text
    return Client(app, {"Authorization": f"Bearer {answered.json['access_token']}"})
