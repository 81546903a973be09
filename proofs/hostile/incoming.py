"""Every webhook inwards: in any order and more than once, forged, broken, late, and replayed when nobody remembers it any more."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import permutations
from typing import Any

from functions.invoices.providers import discovery as fapiao_providers
from functions.payments.providers import provider_codes
from functions.shared.outside import installed
from functions.shipping.couriers.discovery import adapter_codes
from proofs.claim import ROOT, Asked
from proofs.hostile.senders import SENDERS, Headers, Play
from proofs.shop import lives
from proofs.shop.expiry import expire
from proofs.shop.rows import rows
from proofs.shop.table import apps, function_of
from proofs.shop.world import World

_PREFIX = "/v1/webhooks/"
_HUGE = 10 * 1024 * 1024
Violations = Iterator[str]


def operations() -> list[str]:
    """Every webhook that a function answers."""
    known = function_of()
    return sorted(
        f"{one.method} {one.path}"
        for app in apps()
        for one in app.operations
        if one.path.startswith(_PREFIX) and (one.method, one.path) in known
    )


def incoming(world: World, asked: Asked, tried: Counter[str]) -> Violations:
    played = set()
    for begin in SENDERS:
        play = begin(world)
        played.add(play.operation)
        for violation in _game(world, asked, begin, play, tried):
            yield f"{play.operation}: {violation}"
    yield from (f"nobody was hostile to {one}" for one in operations() if one not in played)
    yield from _strangers(world, asked, tried)


def _game(world: World, asked: Asked, begin: Callable[[World], Play], play: Play, tried: Counter[str]) -> Violations:
    statuses = _documented(play.operation)
    yield from _refused(world, play, statuses, tried)
    _in_order(world, play, play.messages)
    right = play.state()
    yield from _orders_of_arrival(world, asked, begin, len(play.messages), right, tried)
    yield from _forgotten(world, play, right, statuses, tried)


def _orders_of_arrival(
    world: World, asked: Asked, begin: Callable[[World], Play], number: int, right: Any, tried: Counter[str]
) -> Violations:
    """The same end in whatever order they come, and each of them twice."""
    places = list(permutations(range(number)))[1:]
    for place in world.chance.sample(places, min(len(places), asked.choose(small=1, quick=3, full=10_000))):
        other = begin(world)
        chosen = [other.messages[one] for one in place]
        doubled = [one for one in chosen for _ in range(2)] if world.chance.random() < 0.5 else [*chosen, *chosen]
        _in_order(world, other, doubled)
        tried["in another order, each twice"] += len(doubled)
        ended = other.state()
        if ended != right:
            yield f"in the order {place} it ended as {ended}, else as {right}"


def _in_order(world: World, play: Play, messages: Sequence[bytes]) -> None:
    """What is refused comes again later, as its sender does it."""
    waiting = list(messages)
    for _ in range(4):
        answers = [(raw, _sent(world, play.url, raw, play.headers(raw)).status) for raw in waiting]
        world.rest()
        lives.minutes(world, 1)
        waiting = [raw for raw, status in answers if status >= 300]
        if not waiting:
            return
        assert play.resent, f"{play.operation} refused its sender: {answers}"
    raise AssertionError(f"{play.operation} never takes {waiting}")


def _refused(world: World, play: Play, statuses: set[int], tried: Counter[str]) -> Violations:
    """Before anything of it was told: nothing of this may have an effect."""
    before = rows()
    for kind, found in (("forged", _forged(play)), ("broken", _broken(play))):
        for name, raw, headers in found:
            status = _sent(world, play.url, raw, headers).status
            tried[kind] += 1
            if status < 400 or status not in statuses or (kind == "forged" and status not in (401, 413, 503)):
                yield f"{kind}, {name}: {status}"
    world.rest()
    yield from (f"forged or broken, and yet: {one}" for one in _differences(before))


def _forged(play: Play) -> Iterator[tuple[str, bytes, Headers]]:
    first, second, *_ = play.messages
    good = play.headers(first)
    yield "unsigned", first, {}
    yield "signed by a stranger", first, play.headers(first, secret="whsec_c3RyYW5nZXI=")
    yield "signed for another message", second, good
    yield "half of it", first[: len(first) // 2], good
    yield "a byte more", first + b" ", good
    yield "too late", first, play.headers(first, age=301)
    yield "from the future", first, play.headers(first, age=-301)
    for name in good:
        for value in ("", "t=1,v1=", "é", "0" * 8_000, "t=NaN,v1=x", f"{good[name]},{good[name]}x", "v1,"):
            yield f"{name}: {value[:20]}", first, good | {name: value}


def _broken(play: Play) -> Iterator[tuple[str, bytes, Headers]]:
    """Rightly signed, and nothing that its sender would send."""
    first = play.messages[0]
    bodies = {
        "half of it": first[: len(first) // 2], "nothing": b"", "a list": b"[]", "null": b"null", "deep": b"[" * 50_000,
        "no UTF-8": b"\xff\xfe" + first, "no number": b'{"id": NaN}', "a text": b'"x"', "another form": b"<xml/>",
        "10 MB": first + b" " * _HUGE,
    }  # fmt: skip
    for name, raw in bodies.items():
        yield name, raw, play.headers(raw)


def _forgotten(world: World, play: Play, right: Any, statuses: set[int], tried: Counter[str]) -> Violations:
    """Long after the last memory of it: as it was sent then, and sent anew by its sender."""
    old = [(raw, play.headers(raw)) for raw in play.messages]
    world.later(days=100)
    expire()
    for raw, headers in old:
        tried["replayed after 100 days"] += 1
        if (status := _sent(world, play.url, raw, headers).status) not in (401, 503):
            yield f"replayed after 100 days with its signature of then: {status}"
    for raw in play.messages:
        tried["replayed after 100 days"] += 1
        if (status := _sent(world, play.url, raw, play.headers(raw)).status) not in statuses | {200}:
            yield f"sent anew after 100 days: {status}"
    world.rest()
    if (ended := play.state()) != right:
        yield f"told again after 100 days it is {ended}, was {right}"


def _strangers(world: World, asked: Asked, tried: Counter[str]) -> Violations:
    """Every provider that is installed, also those whose protocol has no double here, by somebody who knows none of its secrets."""
    before = rows()
    by_path = {
        "payments": provider_codes(), "couriers": adapter_codes(), "fapiao": sorted(installed.adapters_of(fapiao_providers.GROUP)),
        "wms": list(world.wms),
    }  # fmt: skip
    for kind, codes in by_path.items():
        for code in [*codes, "nobodys"]:
            for name, raw, headers in _strange(world, asked):
                answer = _sent(world, f"{_PREFIX}{kind}/{code}", raw, headers)
                tried["by strangers, at every provider"] += 1
                if answer.status >= 500 and answer.status != 503:
                    yield f"{kind}/{code}, {name}: {answer.status} {answer.text[:200]}"
    world.rest()
    yield from (f"by strangers: {one}" for one in _differences(before))


def _strange(world: World, asked: Asked) -> Iterator[tuple[str, bytes, Headers]]:
    names = ("stripe-signature", "x-sandbox-signature", "wechatpay-signature", "sign", "webhook-signature", "x-hmac-signature")
    values = ("t=1,v1=00", "v1,AAAA", "x" * 64, "%00")
    for number in range(asked.choose(small=2, quick=12, full=200)):
        raw = (b'{"id":"x"}', b"a=b&sign=x&sign_type=RSA2", b"", b"<xml></xml>", world.chance.randbytes(200), b"[" * 9_999)[number % 6]
        yield f"no. {number}", raw, {world.chance.choice(names): world.chance.choice(values)}


def _sent(world: World, url: str, raw: bytes, headers: Headers) -> Any:
    return world.door().call("POST", url, raw, {"content-type": "application/json", **headers})


def _documented(operation: str) -> set[int]:
    method, _, path = operation.partition(" ")
    shown = json.loads((ROOT / "docs" / "openapi.json").read_text())["paths"][path][method.lower()]["responses"]
    return {int(status) for status in shown if status.isdigit() and int(status) not in (500, 502, 504)}


def _differences(before: dict[tuple[str, str, str], str]) -> list[str]:
    after = rows()
    return [f"{key} was {before.get(key)}, is {after.get(key)}"[:400] for key in {*before, *after} if before.get(key) != after.get(key)]
