"""O05: one mailbox is one, however it is written; what only its own provider could know is not guessed."""

from __future__ import annotations

import pytest

from functions.payments.risk.subjects import is_disposable, mailbox


@pytest.mark.parametrize(
    ("written", "counted"),
    [
        ("Ada+shop@Example.com", "ada@example.com"),
        ("a.d.a+x@GoogleMail.com", "ada@gmail.com"),
        ("a.da@gmail.com", "ada@gmail.com"),
        ("a.da@example.com", "a.da@example.com"),
        ("+@example.com", "@example.com"),
        ("no address", ""),
    ],
)
def test_a_mailbox_is_one(written: str, counted: str) -> None:
    assert mailbox(written) == counted


def test_domains_that_are_thrown_away() -> None:
    assert is_disposable("x@mailinator.com", ())
    assert is_disposable("x@deep.mailinator.com.", ())
    assert not is_disposable("x@mailinator.example.com", ())
    assert is_disposable("x@Shop.example", ("shop.example",))
