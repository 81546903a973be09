"""Where a caller is, called directly and through the distribution, and what they may pretend."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from functions.shared.http.reading import source_ip
from functions.shared.plain.settings import settings

PROOF = "Zm9yLXRoaXMtdGVzdA"
EDGE = "130.176.0.1"
"""CloudFront's, where it calls the gateway from."""


@pytest.fixture(autouse=True)
def proven(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SITE_PROOF", PROOF)
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.mark.parametrize(
    ("nearest", "forwarded", "shown", "found"),
    [
        ("198.51.100.7", "198.51.100.7", None, "198.51.100.7"),
        ("198.51.100.7", "6.6.6.6, 198.51.100.7", None, "198.51.100.7"),
        ("198.51.100.7", "6.6.6.6, 198.51.100.7", "made up", "198.51.100.7"),
        ("198.51.100.7", "6.6.6.6, 198.51.100.7", "", "198.51.100.7"),
        (EDGE, f"198.51.100.7, {EDGE}", PROOF, "198.51.100.7"),
        (EDGE, f"6.6.6.6, 198.51.100.7, {EDGE}", PROOF, "198.51.100.7"),
        (EDGE, f"2001:db8::7, {EDGE}", PROOF, "2001:db8::7"),
        # Another's distribution before our gateway: its address is all that is certain.
        (EDGE, f"6.6.6.6, {EDGE}", None, EDGE),
        (EDGE, EDGE, PROOF, EDGE),
        (EDGE, "", "é", EDGE),
    ],
)
def test_what_is_believed(nearest: str, forwarded: str, shown: str | None, found: str) -> None:
    current = SimpleNamespace(context={"identity": {"sourceIp": nearest}})
    headers = {"x-forwarded-for": forwarded} | ({} if shown is None else {"x-site-proof": shown})
    assert source_ip(current, headers) == found


def test_without_a_distribution_nobody_can_prove_to_be_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SITE_PROOF")
    settings.cache_clear()
    current = SimpleNamespace(context={"identity": {"sourceIp": "198.51.100.7"}})
    assert source_ip(current, {"x-site-proof": "", "x-forwarded-for": "6.6.6.6, 198.51.100.7"}) == "198.51.100.7"
