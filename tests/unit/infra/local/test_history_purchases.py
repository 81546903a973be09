"""`shop seed-history --http`: stopped, it goes on where it was, and nobody buys twice."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from infra.cli.running_shop import RunningShop
from infra.cli.shop_client import ShopClient
from infra.history import commands


class Desk(ShopClient):
    """Knows who ordered."""

    def __init__(self, ordered: list[str]) -> None:
        super().__init__("http://shop.example")
        self._ordered = ordered

    def need(self, method: str, path: str, *_args: Any, **_more: Any) -> Any:
        assert (method, urlsplit(path).path) == ("GET", "/v1/admin/orders")
        (mail,) = parse_qs(urlsplit(path).query)["email"]
        return {"data": [{}] if mail in self._ordered else []}


class Shop(RunningShop):
    def client(self, role: str = "") -> ShopClient:
        assert role == "manager"
        return Desk(ordered)


ordered: list[str] = []


class Buyer:
    """The seventh purchase is stopped after its order was placed."""

    def __init__(self, _shop: RunningShop, _line: object, *, mail: str) -> None:
        self._mail = mail

    def buy(self) -> None:
        ordered.append(self._mail)
        if len(ordered) == 7:
            raise KeyboardInterrupt


def test_who_ordered_already_does_not_again(monkeypatch: pytest.MonkeyPatch) -> None:
    ordered.clear()
    monkeypatch.setattr(commands, "Demo", Buyer)
    shop, ticks = Shop("http://shop.example", {}), list[tuple[int, int]]()
    with pytest.raises(KeyboardInterrupt):
        commands.buy(shop, 20, lambda done, of: ticks.append((done, of)))
    assert ticks[-1] == (6, 20)
    commands.buy(shop, 20, lambda done, of: ticks.append((done, of)))
    assert len(ordered) == len(set(ordered)) == 20
    assert ticks[-1] == (20, 20)
    commands.buy(shop, 20, lambda done, of: ticks.append((done, of)))
    assert len(ordered) == 20
