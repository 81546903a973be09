"""One person is one account however they are written, and whoever only looks like them is another one or nobody: at every door."""

from __future__ import annotations

import itertools
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.customers.app import app
from tests.integration.customers.conftest import PASSWORD, Pool, confirm, register, sent, signed_in
from tests.support.http import Answer, Client

ADA, PHONE = "ada@example.com", "+8613800138000"
NUMBERS = (
    "(0086)138 0013 8000", "+86(138)00138000", "\uff10\uff10\uff18\uff1613800138000", "+86 138.0013.8000", "TEL:13800138000",
    "+86\u00a0138\u00a00013\u00a08000", "\uff0b8613800138000", "0086-138-0013-8000", "+86/138/0013/8000",
    "\u0661\u0663\u0668\u0660\u0660\u0661\u0663\u0668\u0660\u0660\u0660", "1 3 8 0 0 1 3 8 0 0 0", "\u202d13800138000\u202c",
)  # fmt: skip
"""Arabic digits, full width, marks of direction and all that people put between digits."""
ADDRESSES = (
    "Ada@Example.com", "ADA@EXAMPLE.COM", " ada@example.com ", "\uff41\uff44\uff41\uff20example.com", "ada@example\u3002com",
    "ada@example\uff0ecom", "\u24d0da@example.com", "ada@\U0001d41fxample.com".replace("\U0001d41f", "\U0001d41e"), "ada@example\u2024com",
    "ada@EXAMPLE.com",
)  # fmt: skip
REFUSED = (
    "\u0430da@example.com", "ada@ex\u0430mple.com", "ada@xn--exmple-4nf.com", "ad\u0131@example.com", "ada\u200b@example.com",
    "ada@ex\u00adample.com", "ada@example.com.", "ada@example.c\u043em", '"ada"@example.com', "ada@[93.184.216.34]",
)  # fmt: skip
OTHERS = (
    "a.da@example.com",
    "ada+shop@example.com",
    "ada@example.co",
    "ada@mail.example.com",
    "ada@stra\u00dfe.example",
    "ada@strasse.example",
)
"""What its provider may put into the same mailbox, and what it does not: the shop cannot know."""


def login(guest: Client, name: str) -> Answer:
    return guest.post("/v1/auth/login", {"login": name, "password": PASSWORD})


def test_fifty_sign_ups_of_one_person_at_once_are_one_account(pool: Pool) -> None:
    """H01: by number in a dozen spellings; of those who get a code all confirm at once."""
    spelled = list(itertools.islice(itertools.cycle(NUMBERS), 50))
    with ThreadPoolExecutor(25) as threads:
        asked = list(threads.map(lambda one: register(Client(app), one), spelled))
        told = [answer for answer in asked if answer.status == 202]
        done = list(threads.map(lambda answer: confirm(Client(app), answer), told))
    assert {answer.status for answer in asked} <= {202, 429}
    assert told
    assert Counter(answer.status for answer in done)[200] >= 1
    assert {answer.status for answer in done} <= {200, 401, 409, 422, 429, 503}
    assert pool.size() == 1
    assert {login(Client(app), one).status for one in NUMBERS} == {200}


def test_a_number_is_theirs_at_every_door_however_it_is_written(guest: Client, pool: Pool) -> None:
    """H01: sign-up, sign-in by password and by code, a change to one's own, and one that another one has."""
    signed_in(guest, PHONE)
    other = signed_in(guest, ADA)
    for one in NUMBERS:
        assert login(guest, one).status == 200, one
    code = sent(guest.post("/v1/auth/code", {"login": NUMBERS[0]})).code
    assert guest.post("/v1/auth/login", {"login": NUMBERS[5], "code": code}).status == 200
    again = register(guest, NUMBERS[7])
    assert again.status == 202, "whether there is an account is not told"
    own = Client(app, {"Authorization": f"Bearer {login(guest, PHONE).json['access_token']}"})
    assert [own.post("/v1/me/phone", {"phone": one}).code for one in (NUMBERS[1], NUMBERS[9])] == ["unchanged"] * 2
    taken = other.post("/v1/me/phone", {"phone": NUMBERS[3]})
    assert taken.status == 202, "whose it is is told to who reads it"
    assert pool.size() == 2


def test_an_address_is_theirs_however_it_is_written(guest: Client, pool: Pool) -> None:
    """H01"""
    signed_in(guest, ADA)
    for one in ADDRESSES:
        assert login(guest, one).status == 200, one
        assert register(guest, one).status in (202, 429)
    assert pool.size() == 1


@pytest.mark.parametrize("name", REFUSED)
def test_what_only_looks_like_an_address_is_none(guest: Client, pool: Pool, name: str) -> None:
    """Bad input: look-alike e-mail. It opens nobody's account, and none is made for it."""
    signed_in(guest, ADA)
    refused = register(guest, name)
    assert (refused.status, refused.json["errors"][0]["code"]) == (422, "invalid_login")
    assert (login(guest, name).status, pool.size()) == (401, 1)


@pytest.mark.parametrize("name", OTHERS)
def test_what_may_be_the_same_mailbox_is_another_account(guest: Client, pool: Pool, name: str) -> None:
    """Bad input: look-alike e-mail: dots, tags and other domains."""
    signed_in(guest, ADA)
    assert login(guest, name).status == 401
    signed_in(guest, name)
    assert pool.size() == 2


def test_an_address_whose_domain_is_written_in_its_own_script(guest: Client, pool: Pool) -> None:
    """H01: the pool and mail servers have it in ASCII, everybody else as people write it."""
    me = signed_in(guest, "ada@m\u00fcnchen.example")
    assert me.get("/v1/me").json["email"] == "ada@m\u00fcnchen.example"
    for one in ("ADA@M\u00dcNCHEN.example", "ada@mu\u0308nchen.example", "ada@xn--mnchen-3ya.example"):
        assert login(guest, one).status == 200, one
    assert (pool.size(), pool.status("ada@xn--mnchen-3ya.example")) == (1, "CONFIRMED")
    code = sent(guest.post("/v1/auth/code", {"login": "ada@xn--mnchen-3ya.example"})).code
    assert guest.post("/v1/auth/login", {"login": "ada@m\u00fcnchen.example", "code": code}).status == 200
