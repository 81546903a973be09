"""What makes two calls the same call."""

from __future__ import annotations

import pytest

from functions.platform.records import PlatformTable
from functions.shared.errors import Invalid
from functions.shared.idempotency import IdempotencyKey, key_for


def made(
    key: str = "k", *, caller: str = "cus_1", operation: str = "POST /v1/x", path: str = "/v1/x?", body: bytes = b"{}"
) -> IdempotencyKey:
    return key_for(PlatformTable, key, caller=caller, operation=operation, path=path, body=body)


@pytest.mark.parametrize("key", ["", "x" * 256, "a\nb", "a\x00", "\u200b"])
def test_unusable_keys_are_refused(key: str) -> None:
    with pytest.raises(Invalid) as caught:
        made(key)
    assert (caught.value.status, caught.value.code) == (422, "invalid_idempotency_key")
    assert caught.value.faults[0].pointer == "/headers/Idempotency-Key"


@pytest.mark.parametrize("key", ["k", "x" * 255, "键", "6f1c1f5e-7d5c-4f0e-9a53-0c8b8e6f2a11"])
def test_usable_keys(key: str) -> None:
    assert made(key).scope.startswith("IDEM#")
    assert key not in made(key).scope or len(key) == 1


def test_callers_and_operations_do_not_share_keys() -> None:
    scopes = {made().scope, made(caller="cus_2").scope, made(caller="").scope, made(operation="PUT /v1/x").scope, made("k2").scope}
    assert len(scopes) == 5


def test_the_fingerprint_is_of_what_was_asked() -> None:
    assert made() == made()
    assert made().scope == made(body=b"{ }").scope
    assert len({made().fingerprint, made(body=b"{ }").fingerprint, made(path="/v1/x?a=1").fingerprint}) == 3
