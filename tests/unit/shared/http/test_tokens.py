"""Whose fault a refused token is: the caller's (401) or the shop's own (503)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from functions.shared.auth import tokens
from functions.shared.plain import settings
from functions.shared.plain.errors import Unauthenticated, Unavailable
from tests.support import identity

GOOD = {"COGNITO_ISSUER": identity.ISSUER, "USER_POOL_CLIENT_ID": identity.CLIENT_ID}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    _forget()
    yield monkeypatch
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    settings.settings.cache_clear()
    tokens._keys.cache_clear()


def _tell(told: pytest.MonkeyPatch, **environment: str) -> None:
    for name in ("COGNITO_ISSUER", "USER_POOL_CLIENT_ID", "COGNITO_JWKS_URL"):
        told.setenv(name, environment.get(name, ""))


@pytest.mark.parametrize("missing", ["COGNITO_ISSUER", "USER_POOL_CLIENT_ID"])
def test_a_function_that_is_not_told_whom_to_trust_says_so(told: pytest.MonkeyPatch, missing: str) -> None:
    """F-B1: a valid token is never the caller's fault."""
    with identity.served_jwks() as url:
        _tell(told, **{name: value for name, value in GOOD.items() if name != missing}, COGNITO_JWKS_URL=url)
        with pytest.raises(Unavailable) as refused:
            tokens.caller_of(f"Bearer {identity.token()}")
    assert refused.value.code == "misconfigured"


@pytest.mark.parametrize("served", [b"", b"<html>", b"[]", b'{"keys": []}', b'{"keys": [{"kty": "oct"}]}'])
def test_keys_that_cannot_be_read_are_the_shops_fault(told: pytest.MonkeyPatch, served: bytes) -> None:
    """F-B1"""
    with identity.served_jwks(served or b"{}") as url:
        _tell(told, **GOOD, COGNITO_JWKS_URL=url)
        with pytest.raises(Unavailable):
            tokens.caller_of(f"Bearer {identity.token()}")


def test_a_key_address_that_is_no_address_is_the_shops_fault(told: pytest.MonkeyPatch) -> None:
    """F-B1"""
    _tell(told, **GOOD, COGNITO_JWKS_URL="/.well-known/jwks.json")
    with pytest.raises(Unavailable):
        tokens.caller_of(f"Bearer {identity.token()}")


@pytest.mark.parametrize("text", ["x", "a.b.c", "é", "e30.e30.e30", "eyJhbGciOiJSUzI1NiIsImtpZCI6W119.e30.e30"])
def test_garbage_is_refused_without_asking_for_keys(told: pytest.MonkeyPatch, text: str) -> None:
    _tell(told)
    with pytest.raises(Unauthenticated):
        tokens.caller_of(f"Bearer {text}")
