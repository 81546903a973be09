"""Who should not is tried at every operation."""

from __future__ import annotations

import time
import uuid
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import jwt

from functions.shared.auth.roles import PUBLIC, ROLES, SIGNED_IN, STAFF, permissions_of
from functions.shared.http.operation import Operation
from proofs.attack.victim import Victim, a_victim, is_somebodys
from proofs.claim import Asked, Verdict, examples
from proofs.cost.proof import BEGIN
from proofs.shop import lives
from proofs.shop.table import Door, apps
from proofs.shop.world import World, opened
from tests.support import identity

_STATES = {"status": "paid", "payment_status": "paid", "version": 99, "pk": "x", "verified": True}
_MORE = _STATES | {"unit_price": 1, "total": 0, "discount": 100_000, "customer_id": "cus_x", "role": "owner", "permissions": ["*"]}
_STRANGE = ("'%20OR%201=1", "..%2F..%2Fetc%2Fpasswd", "%00", "%7B%7B7*7%7D%7D", "A" * 3000, "%F0%9F%8D%B5", "-1", "null")
_A_MINUTE = 1000
"""Attacks: whoever calls 6,000 times a minute is refused for that alone, and nothing else of the defence is met."""


def prove(asked: Asked) -> Verdict:
    tried, wrong = Counter[str](), list[str]()
    with opened(asked.seed, BEGIN) as world:
        victim = a_victim(world)
        before = victim.rows()
        for name, found in _attacks(world, victim, asked).items():
            for violation in found:
                tried[name] += 1
                if tried.total() % _A_MINUTE == 0:
                    world.later(minutes=1)
                wrong += [f"{name}: {violation}"] if violation else []
        world.rest()
        after = victim.rows()
        changed = [key for key in before if before[key] != after.get(key)]
        wrong += [f"changed by a stranger: {key}: {before[key][:150]} → {str(after.get(key))[:150]}" for key in changed]
        own = [victim.door.get(f"/v1/{kind}/{victim.ids[kind]}").status for kind in ("orders", "returns", "payments", "carts")]
        wrong += [] if own == [200] * 4 else [f"the victim themselves are answered {own}"]
    said = (
        f"{tried.total():,} attacks: {', '.join(f'{count:,} {name}' for name, count in tried.items())}; none was let in, told or changed "
        f"anything of the {len(before)} records that name the victim, none ended in a 500"
    )
    return Verdict(said, wrong)


def _attacks(world: World, victim: Victim, asked: Asked) -> dict[str, Iterator[str]]:
    """By kind: for each try what was wrong with it, or nothing."""
    guest = lives.buy(world, world.variants)
    strangers = {
        "a guest": world.door(),
        "another customer": world.door(identity.bearer(subject=str(uuid.uuid4()))),
        "another guest with their order's token": guest.door,
    }
    roles, step = list(ROLES)[:: asked.choose(small=6, quick=1, full=1)], asked.choose(small=11, quick=1, full=1)
    return {
        "with ids of others": _ids_of_others(victim, strangers, min(step, 5)),
        "of shoppers at doors of staff": _at_doors_of_staff(victim, strangers, step),
        "of staff at doors of other staff": _above_their_rights(world, victim, roles, step),
        "with fields that are nobody's to send": _mass_assignment(strangers["another customer"], min(step, 5)),
        "with tokens that are none": _tokens(world, victim),
        "with strange ids": _strange(world, step),
    }


def _operations() -> list[Operation]:
    return [one for app in apps() for one in app.operations if not one.path.startswith(("/v1/webhooks/", "/ucp/", "/o/"))]


def _ids_of_others(victim: Victim, strangers: dict[str, Door], step: int) -> Iterator[str]:
    for operation in [one for one in _operations() if is_somebodys(one.path)][::step]:
        for who, door in strangers.items():
            answer = door.call(operation.method, victim.filled(operation.path), _body(operation))
            told = [mark for mark in victim.marks if mark in answer.text]
            fine = 400 <= answer.status < 500 and not told
            # What is kept as one's own by its name (a favourite, a device) is the caller's: nothing of the victim.
            mine = operation.path.startswith("/v1/me/") and answer.status < 300 and not told
            yield "" if fine or mine else f"{who}, {operation.method} {operation.path}: {answer.status} {told} {answer.text[:150]}"


def _at_doors_of_staff(victim: Victim, strangers: dict[str, Door], step: int) -> Iterator[str]:
    for operation in [one for one in _operations() if one.permission not in (PUBLIC, SIGNED_IN)][::step]:
        for who, door in strangers.items():
            answer = door.call(operation.method, victim.filled(operation.path), _body(operation))
            yield "" if answer.status in (401, 403) else f"{who}, {operation.method} {operation.path}: {answer.status}"


def _above_their_rights(world: World, victim: Victim, roles: list[str], step: int) -> Iterator[str]:
    for role in roles:
        may, door = permissions_of(frozenset({role})), world.staff(role)
        for operation in [one for one in _operations() if one.permission not in (may | {PUBLIC, SIGNED_IN, STAFF})][::step]:
            answer = door.call(operation.method, victim.filled(operation.path), _body(operation))
            yield "" if answer.status == 403 else f"{role}, {operation.method} {operation.path}: {answer.status} {answer.text[:150]}"


def _mass_assignment(door: Door, step: int) -> Iterator[str]:
    for operation in _operations()[::step]:
        body = _body(operation)
        if operation.permission in (PUBLIC, SIGNED_IN) and isinstance(body, dict) and not operation.path.startswith("/v1/auth/"):
            path = operation.path.replace("{", "").replace("}", "")
            answer = door.call(operation.method, path, body | _MORE)
            yield "" if 400 <= answer.status < 500 else f"{operation.method} {operation.path}: {answer.status} {answer.text[:150]}"


def _tokens(world: World, victim: Victim) -> Iterator[str]:
    sub, now = str(uuid.uuid4()), int(time.time())
    claims: dict[str, Any] = {"sub": sub, "iss": identity.ISSUER, "client_id": identity.CLIENT_ID, "token_use": "access", "exp": now + 600}
    claims |= {"iat": now, "auth_time": now, "cognito:groups": ["owner"], "origin_jti": sub}
    good = identity.token("owner")
    head, content, signature = good.split(".")
    bad = {
        "no signature": jwt.encode(claims, "", algorithm="none"),
        "another key": jwt.encode(claims, "x" * 64, algorithm="HS256", headers={"kid": "test"}),
        "expired": identity.token("owner", claims={"exp": now - 60}),
        "of another pool": identity.token("owner", claims={"iss": "https://evil.test"}),
        "of another client": identity.token("owner", claims={"client_id": "evil"}),
        "an id token": identity.token("owner", claims={"token_use": "id"}),
        "cut off": f"{head}.{content}.",
        "changed": f"{head}.{content[:-4]}AAAA.{signature}",
        "nothing": "",
        "half": good[: len(good) // 2],
        "long": "a" * 8000,
    }
    for name, token in bad.items():
        for path in ("/v1/admin/orders", f"/v1/admin/orders/{victim.ids['orders']}", f"/v1/orders/{victim.ids['orders']}", "/v1/me"):
            answer = world.door({"Authorization": f"Bearer {token}"}).get(path)
            yield "" if answer.status == 401 else f"{name} at {path}: {answer.status}"


def _strange(world: World, step: int) -> Iterator[str]:
    door = world.staff()
    for operation in [one for one in _operations() if "{" in one.path and one.method == "GET"][::step]:
        for strange in _STRANGE:
            path = "/".join(strange if part.startswith("{") else part for part in operation.path.split("/"))
            answer = door.call("GET", path, None)
            yield "" if answer.status < 500 else f"{path[:120]}: {answer.status}"


def _body(operation: Operation) -> Any:
    return None if operation.method == "GET" else deepcopy(examples().get((operation.method, operation.path), {}))
