"""What holds at the end of every journey, whoever died on the way, and what is the same as where nobody died."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from functions.orders.store.shipments import Parcels
from functions.shared.events.envelope import Envelope
from functions.shared.plain.bodies import load
from proofs.rebuild.folds import unlike
from proofs.shop.engine import every_item
from proofs.shop.kept import as_credit, every_order, of_groups, of_shelves, of_values
from proofs.shop.sums import balances, of_invoices, of_orders, of_stock, of_the_ledger
from proofs.shop.world import World

Summary = dict[str, int]
_MAY_DIFFER = {
    # Of a call that was made again: its answer stands under its key, or under the key of the process that had it first.
    "idem",
    # Of the clock: a run that died is run again.
    "run",
}  # fmt: skip


_BY_THE_CLOCK = {"reports/live", "reports/dirty"}
"""A row for each minute, hour or day in which something was counted: what is done later is counted in another."""
_SUMMED = {"payments/risk_count", "notifications/mails_of_hour"}
"""Rows by ids, which whoever is called again draws anew, or by the hour: what is counted in all of them is the same."""
_WHEN_READ = {"invoices/files"}
"""Made at once with what they are of, and by who reads them first where whoever made it died before."""


def violations(world: World, _me: str, but: Sequence[str] = ()) -> list[str]:
    """Sentences; none when all is well. `but`: folds of events that are not judged."""
    orders = every_order()
    sums = [*of_orders(), *of_the_ledger(every_item()), *of_stock(every_item()), *of_invoices(), *unlike(but)]
    deeper = [*of_shelves(orders), *of_values(orders, every_item()), *of_groups()]
    return [*sums, *deeper, *_money(world, orders), *_events(world), *_letters(world), *_mails(world, _me)]


def summary(world: World) -> Summary:
    """How many records of each kind and state there are: the same whoever died."""
    found: Counter[str] = Counter()
    for table, item in every_item():
        kind, status = (item.get(name, {}).get("S", "") for name in ("kind", "status"))
        if f"{table}/{kind}" in _SUMMED:
            found.update({f"{table}/{kind}/{name}": int(item[name]["N"]) for name in item if name != "ttl" and "N" in item[name]})
        elif kind not in _MAY_DIFFER and f"{table}/{kind}" not in _BY_THE_CLOCK | _WHEN_READ:
            found[f"{table}/{kind}/{status}"] += 1
            if kind == "event":
                found[f"event {item.get('type', {}).get('S', '')}"] += 1
    found["charges"] = len(world.provider.charges)
    found["refunds"] = len(world.provider.refunds)
    found["waybills"] = len(world.courier.live)
    return dict(found)


_EACH_TRY = ("audit-facts/fact/", "audit/row/")
"""Where a provider's answer was lost its caller asks once more, and that is written down, too."""


def differences(own: Summary, told: Summary, _me: str) -> list[str]:
    if not told:
        return []
    names = sorted(name for name in {*own, *told} if own.get(name) != told.get(name))
    names = [name for name in names if name not in _EACH_TRY or told.get(name, 0) < own.get(name, 0)]
    return [f"{name}: {told.get(name, 0)} instead of {own.get(name, 0)}" for name in names]


def _money(world: World, orders: Sequence[Parcels]) -> list[str]:
    """What providers took and gave back is what orders say, what they have left what the ledger says: money in is kept or sent back."""
    ours, theirs = world.provider, world.stripe
    taken = {"sandbox": sum(ours.taken(reference) for reference in ours.charges), "stripe": theirs.taken}
    back = {"sandbox": sum(one["amount"] for one in ours.refunds.values()), "stripe": theirs.given_back}
    by_banks = {"stripe": sum(theirs.moved.values())}
    captured, refunded, booked = Counter[str](), Counter[str](), balances(every_item())
    for one in (payment for parcels in orders for payment in parcels.payments):
        captured[one.provider] += one.amount or 0
        refunded[one.provider] += one.refunded
    wrong, elsewhere = list[str](), as_credit(every_item())
    for name in taken:
        left = taken[name] - back[name] + by_banks.get(name, 0)
        kept = sum(amount for account, amount in booked.items() if account.startswith(f"provider:{name}:"))
        wrong += [] if taken[name] == captured[name] else [f"{name} took {taken[name]}, orders know of {captured[name]}"]
        refunded[name] -= elsewhere if name == "sandbox" else 0
        wrong += [] if back[name] == refunded[name] else [f"{name} gave back {back[name]}, orders know of {refunded[name]}"]
        wrong += [] if left == kept else [f"{name} has {left} of ours, the ledger says {kept}"]
    return wrong


def _events(world: World) -> list[str]:
    """Every event that was written was told, none that was not."""
    written = {load(Envelope, item["body"]["S"]).id for _, item in every_item() if item.get("kind", {}).get("S") == "event"}
    told = world.engine.heard
    wrong = [f"{len(written - told)} events were never told"] if written - told else []
    return wrong + ([f"{len(told - written)} events were told that were never written"] if told - written else [])


def _letters(world: World) -> list[str]:
    return [f"a dead letter of {queue}" for queue, _ in world.table.dead_letters]


def _mails(world: World, me: str) -> list[str]:
    """Each mail once; only who died while a mail went out may send it again (ADR 118)."""
    if "sesv2:SendEmail" in me:
        return []
    again: list[Any] = [what for what, count in Counter(world.engine.mails).items() if count > 1]
    return [f"{len(again)} mails went out twice: {again[0]}"] if again else []
