"""X04: clients that are generated from the contract are typed, know every operation, and buy."""

from __future__ import annotations

import json
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from functions.orders.app import app as orders_app
from functions.payments.app import app as payments_app
from infra.compose import ROOT
from infra.console.build import node_path, npm
from infra.sdk.contract import is_for_clients, operations
from infra.sdk.make import TYPESCRIPT, make_python, make_typescript
from tests.integration.agents.agent import orders
from tests.integration.agents.conftest import _sandbox, provider  # noqa: F401 — the sandbox provider
from tests.integration.agents.served import served
from tests.integration.orders.buyer import ADDRESS, a_variant, stock_of
from tests.integration.payments.sandbox_double import Provider

CONTRACT = json.loads((ROOT / "docs/openapi.json").read_text(encoding="utf-8"))
WANTED = {(method, path) for method, path in operations(CONTRACT) if is_for_clients(path)}


@pytest.fixture(scope="module")
def package() -> Iterator[Path]:
    made = make_python()
    sys.path.insert(0, str(made.parent))
    yield made
    sys.path.remove(str(made.parent))


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with served(monkeypatch, orders_app, payments_app) as url:
        yield url


def test_the_python_client_has_every_operation(package: Path) -> None:
    """X04"""
    found = set()
    for file in package.glob("api/*/*.py"):
        text = file.read_text(encoding="utf-8")
        if '"method": "' in text:
            method = text.partition('"method": "')[2].partition('"')[0]
            found.add((method, _without_names(text.partition('"url": "')[2].partition('"')[0])))
    assert found == {(method, _without_names(path)) for method, path in WANTED}
    assert (package / "py.typed").is_file()


def _without_names(path: str) -> str:
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))


def test_the_python_client_buys(package: Path, shop: str, provider: Provider) -> None:  # noqa: F811 — the fixture
    """X04"""
    from serverless_commerce.api.carts import post_carts  # type: ignore[import-not-found,unused-ignore]
    from serverless_commerce.api.orders import get_orders_id, post_orders  # type: ignore[import-not-found,unused-ignore]
    from serverless_commerce.api.payments import post_orders_id_payments  # type: ignore[import-not-found,unused-ignore]
    from serverless_commerce.client import Client  # type: ignore[import-not-found,unused-ignore]
    from serverless_commerce.models import NewOrder, StartPayment, WholeCartIn  # type: ignore[import-not-found,unused-ignore]

    mug = a_variant(price=5900)
    wish = {"lines": [{"variant_id": mug, "quantity": 2}], "address": ADDRESS, "delivery_option_id": "standard"}
    with Client(base_url=shop) as client:
        cart = post_carts.sync(client=client, body=WholeCartIn.from_dict(wish))
        wanted = NewOrder.from_dict({"cart_id": cart.id, "preview_hash": cart.preview_hash})
        order = post_orders.sync(client=client, body=wanted, x_cart_token=cart.token, idempotency_key=str(uuid.uuid4()))
        start = StartPayment.from_dict({"provider": "sandbox", "method": "wallet", "return_url": "https://shop.example.com/done"})
        key = str(uuid.uuid4())
        payment = post_orders_id_payments.sync(order.id, client=client, body=start, x_order_token=order.token, idempotency_key=key)
        assert (order.totals.total.amount, payment.amount.amount) == (cart.totals.total.amount, cart.totals.total.amount)
        assert (len(orders()), stock_of(mug), len(provider.charges)) == (1, (18, 2), 1)
        stranger = get_orders_id.sync_detailed(order.id, client=client)
        assert (stranger.status_code, stranger.parsed.code) == (404, "not_found")


@pytest.fixture(scope="module")
def types() -> Path:
    return make_typescript() / "contract.d.ts"


def test_the_typescript_client_has_every_operation(types: Path) -> None:
    """X04"""
    text = types.read_text(encoding="utf-8")
    paths = text.partition("export interface paths {")[2].partition("\nexport ")[0]
    assert {line.strip().strip('":{ ') for line in paths.splitlines() if line.startswith('    "/')} == {path for _, path in WANTED}
    named = CONTRACT["paths"]
    assert [path for method, path in sorted(WANTED) if f'operations["{named[path][method]["operationId"]}"]' not in paths] == []


def test_the_typescript_client_is_typed_and_buys(types: Path, shop: str, provider: Provider) -> None:  # noqa: F811 — the fixture
    """X04"""
    assert types.is_file()
    npm(ROOT, ["run", "check"], TYPESCRIPT)
    mug = a_variant(price=5900)
    told = _node("test/purchase.ts", shop, mug)
    assert (told["total"], told["stranger"]) == (told["previewed"], "not_found")
    assert told["reference"] in provider.charges
    assert (len(orders()), stock_of(mug)) == (1, (18, 2))


def _node(*arguments: str) -> Any:
    done = subprocess.run(
        ["node", *arguments], cwd=ROOT / TYPESCRIPT, env={"PATH": node_path()}, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
