"""F04: a carrier's page of a parcel: https, and nothing that a waybill says leads elsewhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from functions.shipping.model.carrier import Carrier
from functions.shipping.model.tracking_link import is_template, tracking_link

YTO = Carrier("yto", {"en": "YTO"}, "manual", tracking_url="https://yto.example.com/track?no={waybill}&lang=en")


@pytest.mark.parametrize(
    ("waybill", "link"),
    [
        ("YT123", "https://yto.example.com/track?no=YT123&lang=en"),
        ("A/../B?x=1&y#z", "https://yto.example.com/track?no=A%2F..%2FB%3Fx%3D1%26y%23z&lang=en"),
        ('"><script>', "https://yto.example.com/track?no=%22%3E%3Cscript%3E&lang=en"),
        ("{waybill}", "https://yto.example.com/track?no=%7Bwaybill%7D&lang=en"),
        ("圆", "https://yto.example.com/track?no=%E5%9C%86&lang=en"),
        ("", ""),
    ],
)
def test_a_waybill_is_one_word_of_the_address(waybill: str, link: str) -> None:
    assert tracking_link(YTO, waybill) == link
    assert tracking_link(replace(YTO, tracking_url=""), waybill) == ""


@pytest.mark.parametrize(
    "text",
    [
        "http://yto.example.com/{waybill}",
        "javascript:alert({waybill})",
        "//yto.example.com/{waybill}",
        "https://yto.example.com/",
        "https://yto.example.com/{waybill}/{waybill}",
        "https://yto.example.com/{waybill}{number}",
        "https://{waybill}.example.com/",
        "https://user:secret@yto.example.com/{waybill}",
        "https://yto.example.com:8443/{waybill}",
        "https://yto.example.com:x/{waybill}",
        "https://localhost/{waybill}",
        "https:///{waybill}",
        "https://[yto/{waybill}",
        "https://yto.example.com/ {waybill}",
        "https://yto.example.com\\@evil.example.com/{waybill}",
        'https://yto.example.com/{waybill}"onclick=',
        "https://yto.exämple.com/{waybill}",
        "https://yto.example.com/\n{waybill}",
        "",
    ],
)
def test_what_is_no_page_of_a_carrier(text: str) -> None:
    assert not is_template(text)
    assert tracking_link(replace(YTO, tracking_url=text), "YT1") == ""


@pytest.mark.parametrize("text", ["https://a.example/{waybill}", "https://a.example/t#/{waybill}", "https://a.example:443/?q={waybill}"])
def test_what_is_one(text: str) -> None:
    assert is_template(text)
