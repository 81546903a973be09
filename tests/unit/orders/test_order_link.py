"""X50: a link names one order and is believed only as it was signed."""

from __future__ import annotations

import string
from datetime import date

import pytest

from functions.orders.model.order_link import OrderLink, read, sign

KEY = "a key"
LINK = OrderLink("ord_01JD0000000000000000000000", 3, date(2026, 11, 26))
OTHER = OrderLink("ord_01JD0000000000000000000001", 3, date(2026, 11, 26))


def test_a_link_says_what_was_signed_with_any_of_the_keys() -> None:
    signed = sign(LINK, KEY)
    assert read(signed, [KEY]) == read(signed, ["a newer key", KEY]) == LINK
    assert read(signed, ["another key"]) is None
    assert read(signed, []) is None


def test_it_is_made_of_characters_that_no_mail_program_breaks() -> None:
    assert set(sign(LINK, KEY)) <= set(string.ascii_lowercase + "234567")
    assert len(sign(LINK, KEY)) == 64


@pytest.mark.parametrize("place", range(64))
def test_no_character_can_be_changed(place: int) -> None:
    signed = sign(LINK, KEY)
    other = "b" if signed[place] == "a" else "a"
    assert read(signed[:place] + other + signed[place + 1 :], [KEY]) is None


def test_two_links_cannot_be_put_together() -> None:
    """The order of one, the signature of the other."""
    mine, theirs = sign(LINK, KEY), sign(OTHER, KEY)
    assert mine != theirs
    assert [read(mine[:n] + theirs[n:], [KEY]) for n in (28, 38, 39, 40)] == [None] * 4


@pytest.mark.parametrize("text", ["", "lookup", "A" * 64, "a" * 63, "a" * 65, "1" * 64, "ａ" * 64, "../" * 20, "%00" * 21, "a" * 64 + "\n"])
def test_what_is_no_link(text: str) -> None:
    assert read(text, [KEY]) is None
    assert read(sign(LINK, KEY).upper(), [KEY]) is None


def test_it_lasts_half_a_year() -> None:
    assert LINK.lasts_until() == date(2027, 5, 25)
