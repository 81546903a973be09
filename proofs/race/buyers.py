"""One of many who want the same piece at the same moment."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from proofs.load.client import Client, Refused
from tests.journeys.shopper import somebodys_address

_TRIES = 3
"""How often somebody who was told that nothing is left looks again: others may have given theirs back."""


@dataclass
class Bought:
    """`fate`: paid, cancelled, never paid, refused. `order`: its id, with what proves that it is theirs."""

    fate: str
    order: str = ""
    own: dict[str, str] = field(default_factory=dict)


def buys(client: Client, variant: str) -> Bought:
    """Raises GaveUp, and Refused for what is no word about stock."""
    cart = client.ask("POST", "/v1/carts", {"currency": "CNY"})
    own, url = {"X_Cart_Token": cart["token"]}, f"/v1/carts/{cart['id']}"
    for _ in range(_TRIES):
        try:
            if not client.get(url, **own)["lines"]:
                client.ask("POST", f"{url}/lines", {"variant_id": variant, "quantity": 1}, **own)
                client.ask("PUT", f"{url}/address", somebodys_address(), **own)
                option = client.get(f"{url}/delivery_options", **own)["data"][0]
                client.ask("PUT", f"{url}/delivery_option", {"id": option["id"]}, **own)
            order = client.ask("POST", "/v1/orders", {"cart_id": cart["id"]}, **own)
        except Refused as refused:
            if refused.code != "out_of_stock":
                raise
            time.sleep(client.chance.uniform(0.2, 1))
            continue
        return _decides(client, order["id"], {"X-Order-Token": order["token"]})
    return Bought("refused")


def _decides(client: Client, order: str, own: dict[str, str]) -> Bought:
    mind = client.chance.random()
    if mind < 0.2:
        client.ask("POST", f"/v1/orders/{order}/cancel", {}, **own)
        return Bought("cancelled", order, own)
    if mind < 0.4:
        return Bought("never paid", order, own)
    payment = client.ask("POST", f"/v1/orders/{order}/payments", {"provider": "sandbox"}, **own)
    client.ask("POST", f"/sandbox/payments/sandbox/{payment['reference']}", {"outcome": "pay"})
    return Bought("paid", order, own)
