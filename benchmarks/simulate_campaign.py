"""A campaign of six promotions tried on 10,000 past orders, by the job's own worker.

python -m benchmarks.simulate_campaign [--orders 10000]
"""

from __future__ import annotations

import argparse
import random
import time
from datetime import UTC, date, datetime, timedelta

from benchmarks.engine import tables


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--orders", type=int, default=10_000)
    options = parser.parse_args()
    with tables() as engine:
        campaign = prepare(options.orders)
        started = time.perf_counter()
        found = simulate(campaign)
        seconds = time.perf_counter() - started
    print(f"{options.orders} orders on {engine}: {seconds:.1f} s; {found}")


def prepare(orders: int) -> str:
    from functions.promotions.model.campaign import Campaign, Plan, Promotion
    from functions.promotions.model.rule import Kind, Rule, Scope
    from functions.promotions.offers.past_basket import PastBasket, PastLine, past_record
    from functions.promotions.store.records import CAMPAIGN_SK, PromotionsTable, campaign_pk
    from functions.shared.outside import fresh
    from functions.shared.plain import times
    from functions.shared.plain.bodies import dump

    dice, day = random.Random(7), datetime(2026, 10, 1, tzinfo=UTC)
    with PromotionsTable.batch_write() as batch:
        for _ in range(orders):
            lines = tuple(
                PastLine(f"line_{n}", f"var_{n}", f"prod_{dice.randint(1, 500)}", dice.randint(1, 3), dice.randint(500, 40_000),
                         f"cat_{dice.randint(1, 20)}", f"brd_{dice.randint(1, 30)}", ("new",))
                for n in range(dice.randint(1, 5))
            )  # fmt: skip
            placed = times.iso(day + timedelta(minutes=dice.randint(0, 30 * 1440)))
            total = sum(line.unit_price * line.quantity for line in lines)
            batch.save(past_record(PastBasket(fresh.new_id("ord"), None, "web", "CNY", placed, 800, 0, total + 800, 0, lines)))
    rules = [
        Rule("prm_1", Kind.TIERS, "CNY", tiers=((20_000, 2000), (50_000, 6000))),
        Rule("prm_2", Kind.PERCENT, "CNY", value=1000, scope=Scope(brands=frozenset({"brd_1", "brd_2"}))),
        Rule("prm_3", Kind.NTH_ITEM, "CNY", x=3, value=5000),
        Rule("prm_4", Kind.FREE_SHIPPING, "CNY", minimum=9900),
        Rule("prm_5", Kind.FIXED, "CNY", value=500, group="g", minimum=5000),
        Rule("prm_6", Kind.PERCENT, "CNY", value=300, group="g"),
    ]
    plan = Plan(
        Campaign(fresh.new_id("cmp"), {"en": "Test"}, day, day + timedelta(days=60), "CNY", times.iso(day)),
        tuple(Promotion(rule) for rule in rules),
    )
    PromotionsTable(pk=campaign_pk(plan.campaign.id), sk=CAMPAIGN_SK, kind="campaign", body=dump(plan)).save()
    return plan.campaign.id


def simulate(campaign_id: str) -> str:
    from functions.promotions.app import work
    from functions.promotions.campaigns import simulate as use_case
    from functions.shared.events.envelope import SYSTEM
    from tests.support.jobs import run_jobs

    job = use_case.start(campaign_id, date(2026, 10, 1), date(2026, 10, 31), actor=SYSTEM, remember=lambda _: [])
    calls = run_jobs(work)
    return f"{calls} calls of the worker, {use_case.simulation_of(campaign_id, job.id).totals}"


if __name__ == "__main__":
    main()
