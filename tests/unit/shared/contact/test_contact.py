"""F-B12, F-B10: one rule for e-mail addresses, telephone numbers, names and addresses."""

from __future__ import annotations

from typing import Any

import pytest

from functions.shared.contact.address import AddressIn
from functions.shared.contact.emails import ascii_email, normal_email, same_email
from functions.shared.contact.names import person_name
from functions.shared.contact.phones import normal_phone, same_phone
from functions.shared.http.validation import parse
from functions.shared.plain.errors import Invalid

CHINESE: dict[str, Any] = {
    "name": "王小明",
    "phone": "13800138000",
    "country": "CN",
    "province": "浙江",
    "city": "杭州",
    "street": "文三路 1 号",
}
AMERICAN: dict[str, Any] = {
    "name": "Ada",
    "phone": "(212) 555-0100",
    "country": "US",
    "province": "ny",
    "city": "Brooklyn",
    "street": "1 Main St",
    "postal_code": "11201",
}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ada@Example.COM", "ada@example.com"),
        (" ａｄａ＠ｅｘａｍｐｌｅ．ｃｏｍ ", "ada@example.com"),
        ("a@EXAMPLE。com", "a@example.com"),
        ("a@MÜNCHEN.de", "a@münchen.de"),
        ("a@xn--mnchen-3ya.de", "a@münchen.de"),
        ("a+b.c@sub.example.co.uk", "a+b.c@sub.example.co.uk"),
        ("a@почта.рф", "a@почта.рф"),
        ("a@例えtest.jp", "a@例えtest.jp"),
    ],
)
def test_one_mailbox_has_one_spelling(typed: str, kept: str) -> None:
    assert normal_email(typed) == kept
    assert same_email(typed) == same_email(kept)


@pytest.mark.parametrize(
    "typed",
    [
        "<a@x.example>",
        "a@[127.0.0.1]",
        "Ada <a@example.com>",
        "a@localhost",
        "a@x",
        '"a b"@example.com',
        "a..b@example.com",
        "a@b@c.com",
        "用户@example.com",
        "a@example.com.",
        "@example.com",
        "a@-x.com",
        "a b@example.com",
        "a\u200b@example.com",
        "a@example.com\nBcc: b@c.de",
        "a@ex\u0430mple.com",
        "a@xn--exmple-4nf.com",
        "a@example.c\u043em",
        "a@\u03bfracle.com",
    ],
)
def test_what_mail_cannot_reach_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        normal_email(typed)


def test_mail_servers_are_told_the_ascii_domain() -> None:
    assert ascii_email("a@münchen.de") == "a@xn--mnchen-3ya.de"
    assert ascii_email("a@example.com") == "a@example.com"


@pytest.mark.parametrize(
    ("typed", "region", "kept"),
    [
        ("(212) 555-0100", "US", "+12125550100"),
        ("212.555.0100", "US", "+12125550100"),
        ("1-212-555-0100", "US", "+12125550100"),
        ("１３８００１３８０００", "CN", "+8613800138000"),
        ("+86 138 0013 8000", "US", "+8613800138000"),
        ("0086 13800138000", "CN", "+8613800138000"),
        ("86 138-0013-8000", "CN", "+8613800138000"),
        ("0571-8888 8888", "CN", "+8657188888888"),
        ("020 7946 0958", "GB", "+442079460958"),
        ("+44 (0)20 7946 0958", "GB", "+442079460958"),
        ("6123 4567", "SG", "+6561234567"),
        ("030/123456", "DE", "+4930123456"),
    ],
)
def test_any_usual_spelling_is_one_number(typed: str, region: str, kept: str) -> None:
    assert normal_phone(typed, (region,)) == kept


@pytest.mark.parametrize(
    "typed", ["call me", "12345", "+1 000 000 0000", "00000000000", "1" * 30, "+999 1234567", "138\x00 0013 8000", "☎☎☎☎☎☎"]
)
def test_what_nobody_can_call_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="telephone number"):
        normal_phone(typed, ("CN",))


def test_numbers_are_compared_by_their_end() -> None:
    assert same_phone("138 0013 8000", "+8613800138000")
    assert same_phone("020 7946 0958", "+442079460958")
    assert not same_phone("13900138000", "+8613800138000")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("J. R. R. Tolkien", "J. R. R. Tolkien"),
        ("Dr.Li", "Dr.Li"),
        ("St.John", "St.John"),
        ("O’Neil-Núñez", "O’Neil-Núñez"),
        ("李\u200b雷", "李雷"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("  Ada   Lovelace ", "Ada Lovelace"),
        ("\u202eabc", "abc"),
        ("😀", "😀"),
        ("Mr. Com", "Mr. Com"),
    ],
)
def test_people_are_called_what_they_are_called(typed: str, kept: str) -> None:
    assert person_name(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "http://x",
        "https://a.b/c",
        "evil.com",
        "see www.evil",
        "Win at ｅｖｉｌ．ｃｏｍ now",
        "evil。com",
        "t.me/x",
        "a@b.de",
        "a\nb",
        "a\x07",
        "\u200b\u200d",
        "\u3164",
        "\ufeff",
        "evil\u200b.com",
        "\u2028",
        "example.shop/win",
    ],
)
def test_names_carry_no_link_and_nothing_hidden(typed: str) -> None:
    """F-B10"""
    with pytest.raises(ValueError, match="a name"):
        person_name(typed)


def test_an_address_comes_out_with_its_codes() -> None:
    found = parse(CHINESE, AddressIn)
    assert (found.phone, found.province, found.city) == ("+8613800138000", "浙江", "杭州")
    assert (found.country_code, found.subdivision, found.city_code) == ("CN", "CN-ZJ", "330100")
    there = parse(AMERICAN, AddressIn)
    assert (there.phone, there.subdivision, there.postal_code) == ("+12125550100", "US-NY", "11201")
    assert parse(there.model_dump(), AddressIn) == there


def test_a_part_of_china_with_its_own_code_keeps_what_was_typed() -> None:
    found = parse(CHINESE | {"province": "香港", "city": "九龙", "phone": "9123 4567"}, AddressIn)
    assert (found.country, found.country_code, found.phone) == ("CN", "HK", "+85291234567")


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"country": "ZZ"}, "/country", "unknown_country"),
        ({"province": "浙工"}, "/province", "unknown_subdivision"),
        ({"city": "深圳"}, "/city", "unknown_city"),
        ({"city": "", "province": ""}, "/province", "subdivision_required"),
        ({"postal_code": "31000"}, "/postal_code", "invalid_postal_code"),
        ({"phone": "12345"}, "/phone", "invalid_phone"),
        ({"email": "<a@x.example>"}, "/email", "invalid_email"),
        ({"name": "http://evil.example"}, "/name", "invalid_name"),
        ({"name": "\u200b"}, "/name", "invalid_name"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(change: dict[str, Any], pointer: str, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse(CHINESE | change, AddressIn)
    assert [(fault.pointer, fault.code) for fault in caught.value.faults] == [(pointer, code)]
