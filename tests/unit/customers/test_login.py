"""How logins are compared and which passwords are too easy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.customers.accounts.weak_passwords import weakness
from functions.customers.model.customer import Address, Customer, edited
from functions.customers.model.login import is_phone
from functions.shared.contact.fields import normal_login, same_login

TEN_SPELLINGS = [
    "+8613800138000", "138 0013 8000", "0086 138-0013-8000", "+86 (138) 0013-8000", "８６ １３８００１３８０００", "tel:+86-138-0013-8000",
    "+86.138.0013.8000", "138\u201100138\u2011000", "\u202a+86 13800138000\u202c", "(+86)13800138000",
]  # fmt: skip


@pytest.mark.parametrize("login", ["a@x.com", "A@X.com", "  a@x.COM\n", "ａ@x.com", "a＠x。com"])
def test_spellings_of_one_address(login: str) -> None:
    """H01"""
    assert same_login(login) == normal_login(login) == "a@x.com"


@pytest.mark.parametrize("login", TEN_SPELLINGS)
def test_spellings_of_one_number(login: str) -> None:
    """H01"""
    assert same_login(login) == normal_login(login) == "+8613800138000"
    assert is_phone(normal_login(login))


@pytest.mark.parametrize(
    "login", ["\u0430da@example.com", "ada\u200b@example.com", "ada@exam ple.com", "12345", "+999123456789", "ada", "@", "+"]
)
def test_what_only_looks_like_a_login_is_none(login: str) -> None:
    """H01"""
    with pytest.raises(ValueError, match=r".+"):
        normal_login(login)
    assert same_login(login) not in ("ada@example.com", "+8613800138000")


def test_another_script_is_another_domain() -> None:
    assert same_login("ada@ex\u0430mple.com") != "ada@example.com"
    assert same_login("ada@bücher.example") == same_login("ADA@xn--bcher-kva.example")


@given(st.text(max_size=50))
def test_a_normal_login_is_its_own_normal_form(login: str) -> None:
    once = same_login(login)
    assert same_login(once) == once


@pytest.mark.parametrize("password", ["Correct7horse", "7Xblaetterwald", "Gänse7füßchen", "Xq7" + "vbwz-" * 40 + "cd", "a Horse 7 battery"])
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
        ("Woaini1314520", "This password is on every list of leaked passwords."),
        ("1qaz2WSX3edc", "This password is on every list of leaked passwords."),
        ("Trustno1Trustno1", "This password is on every list of leaked passwords."),
        ("Summer2026!", "This password is on every list of leaked passwords."),
        ("Iloveyou1990", "This password is on every list of leaked passwords."),
    ],
)
def test_weak_passwords(password: str, why: str) -> None:
    """H05"""
    assert weakness(password, "lovelace@example.com") == why


def test_a_number_s_owner_does_not_use_it_as_password() -> None:
    """H05"""
    assert weakness("Xk13800138000q", "+8613800138000") == "Do not use your login in the password."
    assert weakness("Correct7horse", "+8613800138000") is None


def test_an_edit_names_what_really_differs() -> None:
    customer = Customer("cus_1", "a@x.com", "Ada", "zh", "2026-01-01T00:00:00.000Z")
    after, fields = edited(customer, {"name": "Ada", "language": "en", "phone": "123"})
    assert (after.language, after.phone, fields) == ("en", "123", ["language", "phone"])
    address = Address("adr_1", "Ada", "1", "CN", "", "杭州", "", "1", "", "2026-01-01T00:00:00.000Z")
    assert edited(address, {}) == (address, [])
