"""What is played while somebody dies: lives of orders, every schedule, every example of the contract."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from functions.shared.outside import clock
from infra.functions.model import Schedule
from proofs.claim import examples
from proofs.shop import lives
from proofs.shop.deeper import DEEPER, WHO
from proofs.shop.table import ROWS, apps
from proofs.shop.world import World, turn

Journey = Callable[[World], Any]
LIVES = lives.LIVES | DEEPER
_AFTERWARDS = (1, 2, 5, 15, 40, 60)


def journeys() -> dict[str, Journey]:
    found: dict[str, Journey] = {name: partial(_lived, live) for name, live in LIVES.items()}
    found["a night"] = _night
    found |= {f"{method} {path}": partial(_example, method, path, body) for (method, path), body in sorted(_examples().items())}
    return found


def _lived(live: Callable[..., Any], world: World) -> None:
    live(world, world.variants, WHO)
    _afterwards(world)


def _afterwards(world: World) -> None:
    """What was put off is done: a few hours go by, at the same times whoever died."""
    begun = clock.now()
    for after in _AFTERWARDS:
        turn(max(clock.now(), begun + timedelta(minutes=after)))
        lives.minutes(world, 1)


_RUNS = {"detection-hourly": 6}
"""A shop that begins catches up by 200 hours a run: whoever died in one of them is as far as the others in the end."""


def _night(world: World) -> None:
    """Everything that runs by the clock, over an order that was delivered."""
    lives.delivered(world, world.variants, WHO)
    world.later(hours=14)
    for name, row in ROWS.items():
        for _ in range(_RUNS.get(name, 1) if isinstance(row.trigger, Schedule) else 0):
            world.table.schedule(name)
            world.rest()
    _afterwards(world)


def _example(method: str, path: str, body: Any, world: World) -> None:
    """As the owner; what it names need not exist, so it may be refused, but never end in a 500."""
    answer = world.staff().call(method, path.replace("{", "").replace("}", ""), body)
    assert answer.status < 500, f"{answer.status} {answer.text[:300]}"
    world.rest()
    lives.minutes(world, 2)


def _examples() -> dict[tuple[str, str], Any]:
    """Of the operations that change something and need nothing that is not in this process."""
    served = {(one.method, one.path) for app in apps() for one in app.operations}
    return {one: body for one, body in examples().items() if one in served and not one[1].startswith(("/v1/auth/", "/v1/me"))}
