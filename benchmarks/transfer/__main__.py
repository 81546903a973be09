"""All of a shop in files and back (X48), on two that are served as they would be deployed: the first has the demo catalogue and somebody
with values in every table, the second is empty. Compared are the hashes that `shop transfer` makes of each table, at once and again when
every stream and queue has had its time; then what people see there.

    .venv/bin/python -m benchmarks.transfer           some twenty minutes on two slow cores; it serves its shops itself, one after the other
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.erasure.planted import ORDERS, planted, say, served, set_clock
from infra.local.trouble import Trouble
from infra.transfer.bring_in import compare
from infra.transfer.manifest import read_manifest
from tests.journeys.conftest import Served
from tests.journeys.people.planter import World
from tests.journeys.people.proof import Proof
from tests.journeys.shopper import Shop, eventually

COMMAND_SECONDS = 900
QUIET = 3
"""Looks in a row, five seconds apart, at which no queue has anything."""


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        return moved(Path(folder))


def moved(folder: Path) -> int:
    files = folder / "all"
    with served(folder / "old") as (server, shop, proof):
        carried = taken_out(planted(shop), server, proof, files)
    with served(folder / "new", "--empty") as (server, shop, proof):
        wrong = brought_in(carried, server, shop, proof)
    say("\n".join(["what is not as it was:", *wrong]) if wrong else "all as it was")
    return int(bool(wrong))


@dataclass(frozen=True)
class Carried:
    """`look_ups`: the secret by which addresses are filed, which is carried by hand. `seen`: what people saw there, at that `moment`."""

    files: Path
    world: World
    look_ups: str
    seen: dict[str, Any]
    moment: datetime


def taken_out(world: World, server: Served, proof: Proof, files: Path) -> Carried:
    quiet(proof)
    place = proof.deployment()
    secret = str(place.secrets.get_secret_value(SecretId=place.privacy_secret)["SecretString"])
    carried = Carried(files, world, secret, seen(world.shop, world), world.shop.now())
    say(f"{len(world.say.said)} values planted, {carried.seen['orders']} orders")
    say(server.command("transfer", "out", str(files), seconds=COMMAND_SECONDS))
    return carried


def brought_in(carried: Carried, server: Served, shop: Shop, proof: Proof) -> list[str]:
    """What is not as it was."""
    place = proof.deployment()
    place.secrets.put_secret_value(SecretId=place.privacy_secret, SecretString=carried.look_ups)
    set_clock(shop, carried.moment)
    began = time.monotonic()
    say(server.command("transfer", "in", str(carried.files), seconds=COMMAND_SECONDS))
    say(f"in {time.monotonic() - began:.0f} s")
    quiet(proof)
    wrong = differences(carried.files, proof)
    after = seen(shop, carried.world)
    wrong += [f"{name}: {told} was {after[name]}" for name, told in carried.seen.items() if told != after[name]]
    return wrong + as_themselves(shop, carried.world)


def quiet(proof: Proof) -> None:
    """Until no stream and no queue has anything to do."""
    calm, sqs, asked = 0, proof.aws.client("sqs"), ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    for _ in range(60):
        waiting = 0
        for url in proof.out.queues.values():
            waiting += sum(int(one) for one in sqs.get_queue_attributes(QueueUrl=url, AttributeNames=asked)["Attributes"].values())
        calm = calm + 1 if waiting == 0 else 0
        if calm == QUIET:
            return
        time.sleep(5)
    say(f"still at work: {waiting} messages")


def differences(files: Path, proof: Proof) -> list[str]:
    try:
        compared = compare(files, proof.deployment())
    except Trouble as trouble:
        return [str(trouble)]
    say(f"a while later: {len(compared)} tables as they were")
    return [] if compared == read_manifest(files).tables else ["hashes of tables"]


def seen(shop: Shop, world: World) -> dict[str, Any]:
    """By staff and by guests: nothing of it names somebody by an id, which is another one there."""
    staff = shop.staff()
    orders = shop.get("/v1/admin/orders?limit=100", **staff)["data"]
    products = shop.get("/v1/admin/products?limit=100", **staff)["data"]
    ids = {name: world.orders[name]["id"] for name in ORDERS}
    detail = {name: shop.get(f"/v1/admin/orders/{one}?unmask=true", **staff) for name, one in ids.items()}
    return {
        "orders": len(orders),
        "numbers": sorted(one["number"] for one in orders),
        "totals": {name: one["totals"] for name, one in detail.items()},
        "states": {name: (one["status"], one["payment_status"]) for name, one in detail.items()},
        "addressees": {name: one["address"] for name, one in detail.items()},
        "products": sorted((one["id"], one["status"]) for one in products),
        "help": len(shop.get("/v1/faq")["data"]),
        "ledger": {name: shop.get(f"/v1/admin/ledger?order={one}", **staff)["data"] for name, one in ids.items()},
    }


def as_themselves(shop: Shop, world: World) -> list[str]:
    """They sign in by a code, and what is theirs is there."""
    login = world.person.login
    wrong: list[str] = []
    shop.send("POST", "/v1/auth/code", {"login": login}, 202)
    (mail,) = eventually(lambda: shop.get(f"/sandbox/mailbox?to={login}")["data"], bool)
    tokens = shop.send("POST", "/v1/auth/login", {"login": login, "code": mail["subject"].split()[-1]})
    own = {"Authorization": f"Bearer {tokens['access_token']}"}
    if shop.get("/v1/me", **own)["email"] != login:
        wrong.append("their address")
    if not shop.get("/v1/me/addresses", **own)["data"]:
        wrong.append("their address book")
    mine = {one["id"] for one in shop.get("/v1/me/orders?limit=100", **own)["data"]}
    wrong += [f"order {name} is not theirs" for name in ORDERS if world.orders[name]["id"] not in mine]
    found = shop.get(f"/v1/admin/customers?q={login}", **shop.staff())["data"]
    return wrong if len(found) == 1 else [*wrong, "staff do not find them by their address"]


if __name__ == "__main__":
    sys.exit(main())
