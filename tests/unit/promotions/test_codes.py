"""I01: coupon codes as people type them, and as they are made."""

from __future__ import annotations

import pytest

from functions.promotions.model.codes import ALPHABET, key, looks_made, made, mistyped, normalized


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (" save-10 ", "SAVE10"),
        ("ｓａｖｅ１０", "SAVE10"),
        ("a_b", "A_B"),
        ("ab", None),
        ("😀😀😀", None),
        ("САВЕ10", None),
        ("x" * 33, None),
    ],
)
def test_codes_are_read_leniently_but_never_guessed(typed: str, code: str | None) -> None:
    assert normalized(typed) == code


def test_look_alikes_are_one_code() -> None:
    assert key("LOVE1O") == key("10VEI0") == "10VE10"


def test_made_codes_notice_every_wrong_character_and_every_swap() -> None:
    code = made(b"seed", 7)
    assert (made(b"seed", 7), looks_made(code), key(code)) == (code, True, code)
    for place, right in enumerate(code):
        wrong = [code[:place] + other + code[place + 1 :] for other in ALPHABET if other != right]
        assert all(mistyped(text) for text in wrong)
    swapped = [code[:i] + code[i + 1] + code[i] + code[i + 2 :] for i in range(len(code) - 1) if code[i] != code[i + 1]]
    assert all(mistyped(text) for text in swapped)
    assert len({made(b"seed", n) for n in range(2000)}) == 2000
