"""Visits to the simulated provider, there and back."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import jwt
import urllib3

from tests.support.http import Answer, Client

ADA = "ada@example.com"


def went(caller: Client, provider: str = "sandbox", base: str = "/v1/auth/external") -> dict[str, str]:
    """Begun, and brought back by the browser."""
    begun = caller.post(f"{base}/{provider}", {})
    assert (begun.status, begun.headers["cache-control"]) == (200, "no-store"), begun.text
    answer = urllib3.request("GET", begun.json["url"], redirect=False)
    back = parse_qs(urlsplit(answer.headers["location"]).query)
    return {"code": back["code"][0], "state": back["state"][0], "session": begun.json["session"]}


def came(caller: Client, brought: dict[str, str], provider: str = "sandbox", base: str = "/v1/auth/external") -> Answer:
    return caller.post(f"{base}/{provider}/finish", brought)


def sign_in(guest: Client, provider: str = "sandbox") -> Answer:
    return came(guest, went(guest, provider), provider)


def link(me: Client, provider: str = "sandbox") -> Answer:
    return came(me, went(me, provider, "/v1/me/external"), provider, "/v1/me/external")


def subject(answer: Answer) -> str:
    return str(jwt.decode(answer.json["access_token"], options={"verify_signature": False})["sub"])


def as_them(guest: Client, answer: Answer) -> Client:
    return Client(guest.app, {"Authorization": f"Bearer {answer.json['access_token']}"})
