"""What waits for a login is filed so that nobody reads or guesses the login in it."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest

from functions.customers.model.one_time_code import OneTimeCode, Purpose
from functions.customers.store import codes
from functions.customers.store.login_keys import claim_places, code_places, registration_places
from functions.customers.store.records import CODE_SK, CodeRecord
from functions.customers.store.sealed_bodies import code_body
from functions.shared.plain.errors import Unauthenticated
from tests.support.http import Client
from tests.support.tables import snapshot

LOGIN = "nadine.kolk@example.com"


def test_no_key_is_a_hash_that_a_list_of_addresses_breaks(guest: Client) -> None:
    """H14, O01: neither of the address nor of it beside what is known of everybody."""
    assert guest.post("/v1/auth/register", {"login": LOGIN, "password": "Correct7horse", "language": "en"}).status == 202
    assert guest.post("/v1/auth/code", {"login": LOGIN}).status == 202
    guesses = [LOGIN, *("\x1f".join((purpose, "", LOGIN)) for purpose in Purpose)]
    kept = str(snapshot())
    assert [guess for guess in guesses if sha256(guess.encode()).hexdigest() in kept] == []
    for places in (registration_places(LOGIN), claim_places(LOGIN), code_places(Purpose.SIGN_IN, LOGIN)):
        assert places == list(dict.fromkeys(places))
        assert sha256(LOGIN.encode()).hexdigest() not in places[0]
    assert registration_places(LOGIN)[0] in kept
    assert code_places(Purpose.SIGN_IN, LOGIN)[0] in kept


def test_a_code_that_was_sent_by_the_version_before_is_good_once() -> None:
    """H02: who has it in their mailbox while the shop is brought to this version."""
    code = OneTimeCode("otp_1", Purpose.SIGN_IN, LOGIN, LOGIN, "123456", "en", "2099-01-01T00:00:00.000Z")
    pk = code_places(code.purpose, LOGIN)[1]
    CodeRecord(pk=pk, sk=CODE_SK, kind="code", body=code_body(code, pk, CODE_SK)).save()
    wrong = codes.wrong_at_sign_in()
    with pytest.raises(Unauthenticated):
        codes.use(code.purpose, LOGIN, "654321", wrong=wrong)
    assert codes.use(code.purpose, LOGIN, "123456", wrong=wrong) == replace(code)
    with pytest.raises(Unauthenticated):
        codes.use(code.purpose, LOGIN, "123456", wrong=wrong)
