"""How logins are compared and which passwords are too easy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.customers.model.customer import Address, Customer, edited
from functions.customers.model.login import normal_login, weakness


@pytest.mark.parametrize("login", ["a@x.com", "A@X.com", "  a@x.COM\n", "ａ@x.com"])
def test_spellings_of_one_account(login: str) -> None:
    """H01"""
    assert normal_login(login) == "a@x.com"


@given(st.text(max_size=50))
def test_a_normal_login_is_its_own_normal_form(login: str) -> None:
    once = normal_login(login)
    assert normal_login(once) == once


@pytest.mark.parametrize("password", ["Correct7horse", "7Xblaetterwald", "Gänse7füßchen", "A1" + "b" * 200 + "cd", "a Horse 7 battery"])
def test_good_passwords(password: str) -> None:
    """H05"""
    assert weakness(password, "ada@example.com") is None


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("Sh0rt", "Use 10 to 256 characters."),
        ("A1" + "b" * 255, "Use 10 to 256 characters."),
        ("Correct7horse ", "Do not begin or end with a blank."),
        ("correct7horse", "Use small letters, capital letters and digits."),
        ("CORRECT7HORSE", "Use small letters, capital letters and digits."),
        ("CorrectXhorse", "Use small letters, capital letters and digits."),
        ("Lovelace-1815", "Do not use your login in the password."),
        ("Password2026!", "This password is on every list of leaked passwords."),
        ("P@$$w0rd1234", "This password is on every list of leaked passwords."),
        ("Qwertyuiop12", "This password is on every list of leaked passwords."),
        ("Aa1Aa1Aa1Aa1", "This password is on every list of leaked passwords."),
    ],
)
def test_weak_passwords(password: str, why: str) -> None:
    """H05"""
    assert weakness(password, "lovelace@example.com") == why


def test_an_edit_names_what_really_differs() -> None:
    customer = Customer("cus_1", "a@x.com", "Ada", "zh", "2026-01-01T00:00:00.000Z")
    after, fields = edited(customer, {"name": "Ada", "language": "en", "phone": "123"})
    assert (after.language, after.phone, fields) == ("en", "123", ["language", "phone"])
    address = Address("adr_1", "Ada", "1", "CN", "", "杭州", "", "1", "", "2026-01-01T00:00:00.000Z")
    assert edited(address, {}) == (address, [])
