"""Plays lives of orders and compares the books with the store's counter."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import UTC, datetime

from infra.compose import compose
from infra.idle import idle_cost, total
from proofs.claim import Asked, Verdict
from proofs.cost.books import Booked, Books
from proofs.shop import lives
from proofs.shop.world import World, opened

BEGIN = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


def prove(asked: Asked) -> Verdict:
    rounds = asked.choose(small=1, quick=10, full=100)
    with opened(asked.seed, BEGIN) as world:
        # Once without a book: what a process loads on its first call is a cold start's, and measured as such (benchmarks/cold_start.py).
        lives.given_back(world, lives.a_product(world, 10), str(uuid.UUID(int=1, version=4)))
        world.begin_counting()
        books = Books(world)
        variants = lives.a_product(world, 10_000, variants=3)
        for _ in range(rounds):
            for name, live in list(lives.LIVES.items())[: 2 if asked.depth == "small" else None]:
                books.life = name
                live(world, variants, str(uuid.UUID(int=world.chance.getrandbits(128), version=4)))
        wrong = _violations(world, books)
    stacks = compose() if asked.depth != "small" else None
    idle = f"; an idle month USD {total(idle_cost(stacks)):.2f}" if stacks else ""
    sold = books.by_life["a guest's order, delivered"]
    whole = books.whole()
    said = (
        f"{whole.runs} runs of {len({one for one, _ in books.by_function})} functions asked {whole.made} times, "
        f"{whole.read_units:g} read and {whole.write_units:g} write units: exactly what the store counted; "
        f"a guest's order of 3 lines until it is delivered: {sold.made / rounds:g} requests, {sold.read_units / rounds:g} read and "
        f"{sold.write_units / rounds:g} write units, {sold.cpu / rounds * 1000:.0f} ms CPU; "
        f"USD {sold.usd / rounds * 1000:.2f} per 1,000{idle}"
    )
    return Verdict(said, wrong, _tables(books, rounds))


def _violations(world: World, books: Books) -> list[str]:
    whole, engine = books.whole(), world.engine
    arrived = Counter(engine.requests)
    wrong = [] if whole.made == arrived.total() else [f"functions asked {whole.made} times, {arrived.total()} requests arrived"]
    wrong += [] if whole.arrived == arrived.total() else [f"booked {whole.arrived} of {arrived.total()} requests that arrived"]
    for name, booked, counted in (("read", whole.read_units, engine.read_units), ("write", whole.write_units, engine.write_units)):
        wrong += [] if booked == counted else [f"booked {booked} {name} units, the store counted {counted}"]
    by_life = Booked()
    for one in books.by_life.values():
        by_life.add(one)
    wrong += [] if by_life.made == whole.made else [f"lives add up to {by_life.made} requests, functions to {whole.made}"]
    wrong += [f"nobody's call: {operation}" for (function, operation), _ in world.edge.made.items() if not function]
    wrong += [f"a dead letter of {queue}" for queue, _ in world.table.dead_letters]
    return wrong


def _tables(books: Books, rounds: int) -> list[str]:
    head = "| {} | runs | requests | read units | write units | CPU ms | USD per 1,000 |"
    rule = "|---|---|---|---|---|---|---|"
    rows = ["What a life of an order of 3 lines takes, everything after it included:", "", head.format("Life"), rule]
    for life, one in books.by_life.items():
        rows += [_row(life, one, 1 if life == "making ready" else rounds)]
    rows += ["", "What one run takes on average, by function and operation:", "", head.format("Function"), rule]
    for (function, what), one in sorted(books.by_function.items(), key=lambda pair: -pair[1].usd):
        rows += [_row(f"{function} {what}".strip(), one, one.runs, all_runs=True)]
    return rows


def _row(name: str, one: Booked, by: int, *, all_runs: bool = False) -> str:
    runs = f"{one.runs}" if all_runs else f"{one.runs / by:g}"
    units = f"{one.made / by:.1f} | {one.read_units / by:.1f} | {one.write_units / by:.1f}"
    return f"| {name} | {runs} | {units} | {one.cpu / by * 1000:.1f} | {one.usd / by * 1000:.3f} |"
