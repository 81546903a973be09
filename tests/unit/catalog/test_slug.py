"""Addresses made from titles. J04"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.catalog.model.slug import slug_of


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ({"zh": "山毛榉砧板", "en": "Beech board"}, "beech-board"),
        ({"zh": "小米手机 14 Pro"}, "xiao-mi-shou-ji-14-pro"),
        ({"zh": "重庆火锅"}, "chong-qing-huo-guo"),
        ({"fr": "Café crème — l’été"}, "cafe-creme-lete"),
        ({"en": "Ⅸ ①"}, "ix-1"),
        ({"en": "😀"}, "sku-9"),
        ({"en": "a", "zh": "茶"}, "cha"),
        ({}, "sku-9"),
    ],
)
def test_titles_become_addresses(title: dict[str, str], slug: str) -> None:
    assert slug_of(title, "SKU 9") == slug


def test_long_titles_end_with_a_whole_word() -> None:
    assert slug_of({"en": "word " * 30}, None) == "-".join(["word"] * 20)
    assert slug_of({"en": "x" * 300}, None) == "x" * 100


@given(st.text(max_size=300))
def test_whatever_the_title_the_address_is_a_slug_or_nothing(title: str) -> None:
    slug = slug_of({"zh": title}, None)
    assert slug == "" or (3 <= len(slug) <= 100 and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug))
