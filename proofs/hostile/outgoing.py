"""Everybody whom the shop tells or asks: what waits for them is not lost, what they say wrongly counts for nothing."""

from __future__ import annotations

import ast
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

import pytest

from functions.agents.store.told_orders import Told, find_told, note_order
from functions.orders.model.hooks.rules import HookKind
from functions.shared.outside import clock, fresh
from proofs.claim import ROOT, Asked
from proofs.hostile.receivers import HOSTILE, PATIENCE, ZONE, Internet, internet, url_of
from proofs.rebuild.folds import events
from proofs.shop import lives
from proofs.shop.table import Message, record_of
from proofs.shop.world import World, forget
from tests.integration.orders.buyer import ADDRESS

Violations = Iterator[str]
_EVENTS = ["order.paid", "order.placed", "shipment.created"]
_ANSWERED = {"garbage", "too-short", "too-long", "endless", "lying"}
"""Who got the message and said 200, whatever else they say."""
_HOURS = (0, 1, 2, 5, 15, 40, 60)


def outgoing(world: World, asked: Asked, tried: Counter[str]) -> Violations:
    with pytest.MonkeyPatch.context() as patch, internet(world, patch) as net:
        yield from _hooks(world, asked, tried)
        yield from _told(world, net, asked, tried)
        if net.inside:
            yield f"{len(net.inside)} connections to where nobody may be led: {net.inside[0]}"
        if net.heard["elsewhere"]:
            yield "somebody followed a redirection"
        if net.longest > PATIENCE + 1.5:
            yield f"a call took {net.longest:.1f} s and had {PATIENCE} s"
        yield from (f"nobody was hostile to {one}" for one in sorted(callers() - net.callers))


def callers() -> set[str]:
    """Modules of the shop that call an address that somebody typed in to tell or ask something."""
    found = set()
    for path in (ROOT / "functions").rglob("*.py"):
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("guarded.post", "guarded.get"):
                found.add(".".join(path.relative_to(ROOT).with_suffix("").parts))
    return found


def receivers(asked: Asked) -> list[str]:
    """Who is told; a small proof has some of them, a quick one every other: the next seed has the others."""
    return _some(asked, small=9)


def _some(asked: Asked, *, small: int) -> list[str]:
    return list(HOSTILE)[asked.seed % asked.choose(small=1, quick=2, full=1) :: asked.choose(small=small, quick=2, full=1)]


def _hooks(world: World, asked: Asked, tried: Counter[str]) -> Violations:
    """A cart is priced, and an order placed, as if there were no hook; or refused where staff said so."""
    owner, path = world.staff(), "/v1/admin/checkout_hooks"
    for kind in HookKind:
        lives.done(owner.post(f"{path}/{kind.value}", {}))
    plain = _priced(world)
    kinds = list(HookKind)
    names = _some(asked, small=10)
    for number, name in enumerate(names):
        some = kinds if asked.depth == "full" else [kinds[number % len(kinds)]]
        for kind in some:
            for on_failure in ("own", "refuse"):
                hook = {"url": url_of(name), "time_limit_ms": int(PATIENCE * 1000), "on_failure": on_failure}
                lives.done(owner.put(path, {kind.value: hook}))
                forget()
                tried["hooks"] += 1
                found = _priced(world)
                if on_failure == "own" and found != plain:
                    yield f"hook {kind.value}, {name}: {found}, without it {plain}"
                if on_failure == "refuse" and found not in (plain, (503, "hook_unavailable")):
                    yield f"hook {kind.value}, {name}, which must answer: {found}"
    lives.done(owner.put(path, {}))
    forget()


def _priced(world: World) -> Any:
    door = world.door()
    cart = lives.done(door.post("/v1/carts", {"currency": "CNY"}))
    door, url = world.door({"x-cart-token": cart["token"]}), f"/v1/carts/{cart['id']}"
    steps = [
        ("POST", f"{url}/lines", {"variant_id": world.variants[0], "quantity": 2}), ("PUT", f"{url}/address", ADDRESS),
        ("PUT", f"{url}/delivery_option", {"id": "standard"}),
        ("GET", f"{url}/preview", None), ("POST", "/v1/orders", {"cart_id": cart["id"]}),
    ]  # fmt: skip
    answer: Any = None
    for method, where, body in steps:
        answer = door.call(method, where, body)
        if answer.status >= 300:
            return answer.status, answer.code
    return answer.status, answer.json["totals"]["total"]["amount"]


def _told(world: World, net: Internet, asked: Asked, tried: Counter[str]) -> Violations:
    """Subscribers and agents while they are hostile, and after they are well again."""
    world.rest()
    owner, names = world.staff(), receivers(asked)
    agents = _agents(world, names)
    world.rest()
    endpoints = {
        name: lives.done(owner.post("/v1/admin/webhook_endpoints", {"url": url_of(name), "events": _EVENTS}))["id"] for name in names
    }
    world.rest()
    known = {one.id for one in events()}
    for _ in range(asked.choose(small=1, quick=2, full=40)):
        lives.buy(world, world.variants[:1]).pay()
    _hours(world, asked)
    wanted = [one.id for one in events() if one.type in _EVENTS and one.id not in known]
    for name in names:
        early = {json.loads(one)["id"] for one in net.heard[name] if b'"sequence"' in one}
        if name in _ANSWERED and early != set(wanted):
            yield f"{name} took {len(early)} of {len(wanted)} messages while it lied"
    net.healed = True
    for _ in range(2):
        _hours(world, asked)
        world.later(hours=4)
    yield from _agents_again(world, net, agents, tried)
    for name in names:
        tried["messages to subscribers"] += len(wanted)
        yield from (f"subscriber {name}: {one}" for one in _complete(world, net, name, endpoints[name], wanted))


def _complete(world: World, net: Internet, name: str, endpoint: str, wanted: Sequence[str]) -> Violations:
    """Each message came, those of one resource in order, and the shop knows it."""
    owner = world.staff()
    bodies = [json.loads(one) for one in net.heard[name] if b'"sequence"' in one]
    came = {one["id"] for one in bodies}
    if missing := set(wanted) - came:
        yield f"{len(missing)} of {len(wanted)} messages were lost"
    if strange := came - set(wanted):
        yield f"{len(strange)} messages that nobody wrote"
    last: dict[str, int] = defaultdict(int)
    for one in bodies:
        if one["sequence"] < last[one["subject"]]:
            yield f"{one['subject']}: {one['sequence']} after {last[one['subject']]}"
        last[one["subject"]] = max(last[one["subject"]], one["sequence"])
    listed = lives.done(owner.get(f"/v1/admin/webhook_endpoints/{endpoint}/deliveries?limit=100"))["data"]
    if others := [one["state"] for one in listed if one["state"] != "delivered"]:
        yield f"{len(others)} messages stand as {others[0]}"
    state = lives.done(owner.get(f"/v1/admin/webhook_endpoints/{endpoint}"))["state"]
    if state != "enabled":
        yield f"it was switched off within hours: {state}"


def _agents(world: World, names: Sequence[str]) -> dict[str, str]:
    """An order of an agent for each receiver: those of ACP are told at an address that staff gave, those of UCP at their profile's."""
    owner, hooks, orders = world.staff(), [], {}
    for name in names:
        key = fresh.new_id("key")
        hooks.append({"key_id": key, "url": url_of(name)})
        lives.done(owner.post(f"/v1/admin/agent_rules/{key}", {}))
        orders[name] = (key, lives.buy(world, world.variants[:1]))
    lives.done(owner.put("/v1/admin/agent_rules", {"order_hooks": hooks}))
    forget()
    for key, bought in orders.values():
        bought.pay()
        note_order(bought.order["id"], Told(f"acp://agents.example/{key}", "session", "2026-01-30"))
    of_ucp = lives.buy(world, world.variants[:1])
    of_ucp.pay()
    note_order(of_ucp.order["id"], Told(f"https://{names[0]}.{ZONE}/profile", "session", "2026-01-11"))
    placed = {of_ucp.order["id"], *(bought.order["id"] for _, bought in orders.values())}
    for one in events():
        if one.type == "order.paid" and placed & {one.subject, one.data.get("order_id")}:
            _as_an_agents(world, asdict(one))
    world.rest()
    return {name: bought.order["id"] for name, (_, bought) in orders.items()}


def _as_an_agents(world: World, told: dict[str, Any]) -> None:
    """As the bus tells of an order that an agent placed."""
    whole = told["data"].get("order")
    (whole if isinstance(whole, dict) else told["data"])["channel"] = "agent:proofs"
    body = json.dumps({"detail-type": told["type"], "source": "shop", "detail": told})
    world.table.messages["agent-orders"].append(Message(record_of(body), clock.now()))


def _agents_again(world: World, net: Internet, agents: dict[str, str], tried: Counter[str]) -> Violations:
    """What could not be told stands aside; it is put back, as staff do it with `shop redrive`."""
    aside = [record for queue, record in world.table.dead_letters if queue == "agent-orders"]
    world.table.dead_letters[:] = [one for one in world.table.dead_letters if one[0] != "agent-orders"]
    for record in aside:
        world.table.messages["agent-orders"].append(Message(record_of(record["body"]), clock.now()))
    world.rest()
    tried["messages to agents"] += len(aside) + len(agents)
    for name, order_id in agents.items():
        known = find_told(order_id)
        if known is None or known.is_new or not any(order_id.encode() in one for one in net.heard[name]):
            yield f"agent {name} was never told of its order"
    # Whose profile nobody can read is still not told: it stands aside again, and is not lost.
    world.table.dead_letters[:] = [one for one in world.table.dead_letters if one[0] != "agent-orders"]


def _hours(world: World, asked: Asked) -> None:
    for minutes in _HOURS[:: asked.choose(small=3, quick=1, full=1)]:
        world.later(minutes=minutes)
        world.table.schedule("webhooks-sweep")
        world.rest()
