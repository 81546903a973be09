"""What an order asks of tables and keys while its buyer waits."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import aead

from functions.shared.store.records import connection
from tests.integration.orders.buyer import Buyer, a_guest, a_variant


class _Counted:
    def __init__(self, key: bytes, counted: Counter[str], cipher: Any) -> None:
        self._own, self._counted = cipher(key), counted

    def __getattr__(self, name: str) -> Any:
        self._counted[name] += 1
        return getattr(self._own, name)


def _ready(variants: list[str]) -> Buyer:
    buyer = a_guest()
    for variant in variants:
        assert buyer.add(variant).status == 201
    return buyer.ready()


def test_three_requests_three_seals_and_one_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """P13: the cart is opened; the order, its key and the kept answer are sealed, each once."""
    variants = [a_variant() for _ in range(3)]
    # The first order of a process reads or makes the key of its year.
    assert _ready(variants[:1]).place(Idempotency_Key="a-key-that-nobody-guesses").status == 201
    buyer = _ready(variants)
    counted: Counter[str] = Counter()
    client: Any = connection().client
    client.meta.events.register("before-call.dynamodb", lambda model, **_: counted.update([model.name]), unique_id="counted")
    cipher = aead.AESGCM
    monkeypatch.setattr(aead, "AESGCM", lambda key: _Counted(key, counted, cipher))
    try:
        placed = buyer.place(Idempotency_Key="another-that-nobody-guesses")
    finally:
        client.meta.events.unregister("before-call.dynamodb", unique_id="counted")
    assert placed.status == 201, placed.text
    assert counted == {"GetItem": 1, "BatchGetItem": 1, "TransactWriteItems": 1, "encrypt": 3, "decrypt": 1}
