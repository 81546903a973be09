"""H01: one person is one account, however their login is spelled."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.shared.contact.fields import normal_login

EMAIL, PHONE = "ada.lovelace+shop@example.com", "+8613800138000"
_WIDE = {chr(n): chr(n + 0xFEE0) for n in range(0x21, 0x7F)}


def _spelled(letters: str, ways: list[int]) -> str:
    """Each letter as it is, as a capital, full width, or both."""
    return "".join((one, one.upper(), _WIDE[one], _WIDE[one.upper()])[way] for one, way in zip(letters, ways, strict=True))


@given(st.lists(st.integers(0, 3), min_size=len(EMAIL), max_size=len(EMAIL)), st.sampled_from(["", " ", "\u3000"]))
def test_an_address_in_any_case_and_width_is_one(ways: list[int], blank: str) -> None:
    assert normal_login(f"{blank}{_spelled(EMAIL, ways)}{blank}") == EMAIL


@given(
    st.sampled_from(["+86", "0086", "+86 (0)", "tel:+86", ""]),
    st.lists(st.sampled_from(["", " ", "-", "\u2011"]), min_size=11, max_size=11),
    st.booleans(),
)
def test_a_number_in_any_usual_spelling_is_one(country: str, gaps: list[str], wide: bool) -> None:
    digits = "".join(digit + gap for digit, gap in zip("13800138000", gaps, strict=True)).rstrip(" -\u2011")
    typed = f"{country.replace('(0)', '')} {digits}" if country else digits
    if wide:
        typed = "".join(_WIDE.get(one, one) if one.isdigit() else one for one in typed)
    assert normal_login(typed) == PHONE


def test_a_dot_is_a_letter() -> None:
    """Not at every provider is `ada.lovelace` whoever `adalovelace` is: they stay two people."""
    assert normal_login("a.da@example.com") != normal_login("ada@example.com")


@pytest.mark.parametrize("twin", ["\u0430da@example.com", "ad\u0430@example.com", "ada@\u0435xample.com", "\u0251da@example.com"])
def test_a_look_alike_is_nobody_or_somebody_else(twin: str) -> None:
    """Letters that only look like ASCII are refused before the @, and another domain is shown as what it is."""
    with contextlib.suppress(ValueError):
        assert normal_login(twin) != "ada@example.com"
