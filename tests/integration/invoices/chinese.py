"""A seller in China, paid orders, and their e-invoices."""

from __future__ import annotations

from typing import Any

from functions.invoices.app import app
from functions.invoices.model.fapiao import Fapiao, FapiaoState
from functions.invoices.store.fapiao import fapiao_of
from tests.integration.invoices.billing import Sale, hear, owner, sells
from tests.integration.orders.money_moves import asked, gone, pieces, told
from tests.support.http import Answer, Client

SELLER: dict[str, Any] = {
    "id": "cn", "name": "上海示例有限公司", "street": "南京路 1 号", "city": "上海", "postal_code": "200000", "country": "CN",
    "timezone": "Asia/Shanghai", "tax_number": "91310000775785552L", "fapiao_provider": "sandbox", "goods_code": "1060105020000000000",
    "delivery_code": "3040409030000000000",
}  # fmt: skip
PERSON = {"kind": "personal", "name": "李雷"}
COMPANY = {"kind": "company", "name": "杭州示例有限公司", "tax_number": "91310000775785552l"}


def request(sale: Sale, title: dict[str, Any] | None = None, **headers: str) -> Answer:
    client = Client(app, sale.buyer.headers)
    return client.post(f"/v1/orders/{sale.order['id']}/fapiao", {"title": title or COMPANY}, **headers)


def all_of(sale: Sale) -> list[Fapiao]:
    return fapiao_of(sale.order["id"]).all


def shown(sale: Sale) -> Any:
    return Client(app, sale.buyer.headers).get(f"/v1/orders/{sale.order['id']}/fapiao").json


def states(sale: Sale) -> list[tuple[str, str, int]]:
    return [(one.colour.value, one.state.value, one.sums.gross) for one in all_of(sale)]


def give_back(sale: Sale, quantity: int, *, before: int = 0) -> int:
    """So many pieces go back, after `before` that did; answers how much that was."""
    refund = asked(sale.order, pieces(sale.order, quantity))
    told(gone(sale.order, refund, total=before + refund.amount))
    hear(sale, "order.refunded", times=2)
    return refund.amount


__all__ = ["COMPANY", "PERSON", "SELLER", "FapiaoState", "all_of", "give_back", "owner", "request", "sells", "shown", "states"]
