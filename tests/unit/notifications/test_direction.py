"""Mails in Arabic and Hebrew are laid out from the right."""

from __future__ import annotations

import pytest

from functions.notifications.model.direction import direction_of


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("", "ltr"),
        ("1,299.00 €", "ltr"),
        ("Your order", "ltr"),
        ("您的订单已付款", "ltr"),
        ("תודה על ההזמנה", "rtl"),
        ("Corner Shop: شكرا على طلبك من متجرنا", "rtl"),
        ("Thank you, שרה", "ltr"),
    ],
)
def test_the_way_of_most_letters_is_that_of_the_text(text: str, way: str) -> None:
    """P07"""
    assert direction_of(text) == way
