"""`shop seed-history`: a believable past for the shop of this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from bisect import bisect_left
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

import typer
from rich.console import Console

from infra.cli.demo import Demo
from infra.cli.redrive import Target, target
from infra.cli.running_shop import RunningShop, running_shop
from infra.cli.screen import console, progress
from infra.cli.shop_client import ShopClient
from infra.cli.timeline import Timeline
from infra.deploy import LOCAL
from infra.local.aws import LocalAws
from infra.local.trouble import Trouble

_PARTS = {"EUR": 7, "USD": 7}
"""What a price of CNY is divided by where a variant has none of its own."""


def seed_history(
    days: Annotated[int, typer.Option(min=1, max=800, help="how many days, until the day before yesterday")] = 365,
    orders: Annotated[int, typer.Option(min=1, max=1_000_000, help="how many orders in all")] = 50_000,
    seed: Annotated[int, typer.Option(help="the same seed is the same year")] = 1,
    http: Annotated[int, typer.Option(min=0, max=5_000, help="besides, so many purchases by the API, now, each by another guest")] = 0,
    beside: Annotated[bool, typer.Option("--beside", help="also in a shop that has orders")] = False,
) -> None:
    """Invent a past of orders, payments, returns, disputes, accounts, carts, visits for the local shop; stopped, it goes on where it was.

    \b
    Example:  shop seed-history --days 365 --orders 50000
    """
    shop, place = running_shop(), target(LOCAL)
    if not isinstance(place.session, LocalAws):
        raise Trouble("A past is invented for the shop of this machine only.")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "goods.json"
        file.write_text(json.dumps(_goods(shop)), encoding="utf-8")
        asked = ["--seed", str(seed), "--days", str(days), "--orders", str(orders), "--goods", str(file), *(["--beside"] if beside else [])]
        done = subprocess.run([sys.executable, "-m", "infra.history", *asked], env=_environment(place), check=False)
    if done.returncode:
        raise typer.Exit(done.returncode)
    if http:
        with progress("purchases by the API", console) as tick:
            buy(shop, http, tick)


def buy(shop: RunningShop, many: int, tick: Callable[[int, int], None]) -> None:
    """One after the other, each by somebody else; whoever ordered already does not again, so who is stopped goes on."""
    desk = shop.client("manager")

    def is_to_buy(number: int) -> bool:
        return not desk.need("GET", f"/v1/admin/orders?limit=1&email={quote(_buyer(number))}")["data"]

    for number in range(bisect_left(range(many), True, key=is_to_buy), many):
        Demo(shop, Timeline(Console(quiet=True)), mail=_buyer(number)).buy()
        tick(number + 1, many)


def _buyer(number: int) -> str:
    return f"api-buyer{number}@example.com"


def add_to(app: typer.Typer) -> None:
    app.command("seed-history")(seed_history)


def _environment(place: Target) -> dict[str, str]:
    """All variables that functions of the shop have, its tables, and how its AWS is reached."""
    found: dict[str, str] = {}
    pages = place.session.client("lambda").get_paginator("list_functions").paginate()
    for one in (function for page in pages for function in page["Functions"]):
        found |= one.get("Environment", {}).get("Variables", {})
    if found.get("STAGE") != LOCAL:
        raise Trouble("A past is invented for the shop of this machine only.")
    tables = {f"TABLE_{name.upper().replace('-', '_')}": name_there for name, name_there in place.outputs.tables.items()}
    session = place.session.environment() if isinstance(place.session, LocalAws) else {}
    return {**os.environ, **found, **tables, **session, "POWERTOOLS_LOG_LEVEL": "ERROR"}


def _goods(shop: RunningShop) -> list[dict[str, Any]]:
    """Every variant that is for sale. Raises Trouble where there is none."""
    client, goods = shop.client(), list[dict[str, Any]]()
    told = {language: _titles(client, language) for language in ("zh", "en")}
    for product in told["zh"]:
        titles = {language: by_id[product] for language, by_id in told.items() if product in by_id}
        goods += _variants(client.need("GET", f"/v1/products/{product}"), titles, len(goods))
    if not goods:
        raise Trouble("Nothing is for sale yet: load a catalogue first (`shop import`).")
    return goods


def _titles(client: ShopClient, language: str) -> dict[str, str]:
    """By product, what buyers read in that language."""
    found, cursor = dict[str, str](), ""
    while True:
        page = client.need("GET", f"/v1/products?limit=100{cursor}", headers={"Accept-Language": language})
        found |= {one["id"]: one["title"] for one in page["data"]}
        if page["next_cursor"] is None:
            return found
        cursor = f"&cursor={page['next_cursor']}"


def _variants(product: dict[str, Any], titles: dict[str, str], place: int) -> list[dict[str, Any]]:
    picture = next((one["url"] for one in product["images"]), None)
    found = []
    for number, variant in enumerate(product["variants"], place):
        price = variant["price"]
        prices = {code: max(1, price["amount"] // part) for code, part in _PARTS.items()} | {"CNY": price["amount"]}
        prices[price["currency"]] = price["amount"]
        found.append({
            "variant_id": variant["id"], "product_id": product["id"], "sku": variant["sku"], "category_id": product["category_id"] or "",
            "titles": titles, "options": variant["options"], "image": variant["image"] or picture,
            "prices": prices, "appeal": 1 / (number + 3) ** 0.8,
        })  # fmt: skip
    return found
