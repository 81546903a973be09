"""A shop that asks a hook server."""

from __future__ import annotations

from typing import Any

import pytest

from functions.orders.hooks import ask
from functions.orders.store import rules_store
from functions.orders.store.hooks import circuits
from tests.integration.orders.buyer import Buyer, a_guest, a_variant, staff
from tests.support.hooks.server import HookServer

PATH = "/v1/admin/checkout_hooks"


def set_hooks(**hooks: Any) -> None:
    """Each with a secret."""
    for kind in hooks:
        if not staff().get(f"{PATH}/{kind}").json["has_secret"]:
            assert staff().post(f"{PATH}/{kind}").status == 200
    answer = staff().put(PATH, hooks)
    assert answer.status == 200, answer.text
    rules_store.forget()


def hooked(server: HookServer, *kinds: str, **more: Any) -> None:
    set_hooks(**{kind: {"url": server.url, **more} for kind in kinds})


def a_cart(price: int = 5900, quantity: int = 1) -> Buyer:
    buyer = a_guest()
    assert buyer.add(a_variant(price=price), quantity).status == 201
    return buyer.ready()


def total(shown: Any) -> int:
    amount: int = shown["totals"]["total"]["amount"]
    return amount


def as_another_process() -> None:
    """What a process remembers is forgotten; what is shared stays."""
    ask.forget()
    circuits.forget()
    rules_store.forget()


def facts(capsys: pytest.CaptureFixture[str], name: str) -> list[str]:
    return [line for line in capsys.readouterr().out.splitlines() if f'"{name}"' in line]
