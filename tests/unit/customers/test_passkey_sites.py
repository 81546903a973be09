"""Which pages may ask for the passkeys of which domain (H06)."""

from __future__ import annotations

import re

import pytest

from functions.access.model.passkey_sites import DOMAIN, ORIGIN, unfit, unfit_domain


@pytest.mark.parametrize(
    ("origin", "fits"),
    [
        ("https://shop.example", True),
        ("https://www.shop.example", True),
        ("https://shop.example:8443", True),
        ("android:apk-key-hash:" + "a" * 43, True),
        ("http://shop.example", False),
        ("https://evilshop.example", False),
        ("https://shop.example.evil.example", False),
        ("https://shop.example/path", False),
        ("https://shop.example@evil.example", False),
        ("https://SHOP.example", False),
        ("android:apk-key-hash:short", False),
        ("https://-.shop.example", False),
        ("null", False),
        # Browsers leave out the port that https has anyway, and write others without noughts before them.
        ("https://shop.example:443", False),
        ("https://shop.example:08443", False),
        ("https://shop.example:0", False),
        ("https://shop.example:99999", False),
    ],
)
def test_pages_are_at_their_domain(origin: str, fits: bool) -> None:
    assert (re.fullmatch(ORIGIN, origin) is not None and not unfit("shop.example", origin, is_local=True)) is fits


def test_localhost_is_for_ones_own_machine() -> None:
    assert not unfit("localhost", "http://localhost:8000", is_local=True)
    assert unfit("localhost", "http://localhost:8000", is_local=False)
    assert unfit_domain("localhost", is_local=False)
    assert not unfit_domain("localhost", is_local=True)


@pytest.mark.parametrize(
    "domain", ["", "example", "192.0.2.1", "https://shop.example", "shop.example:443", "Shop.example", ".example", "a..b", "shop.example."]
)
def test_what_is_no_domain(domain: str) -> None:
    assert re.fullmatch(DOMAIN, domain) is None
