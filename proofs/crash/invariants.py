"""What holds at the end of every journey, whoever died on the way, and what is the same as where nobody died."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from functions.orders.store.records import OrderRecord
from functions.orders.store.shipments import parcels_of
from functions.shared.events.envelope import Envelope
from functions.shared.plain.bodies import load
from proofs.rebuild.folds import unlike
from proofs.shop.engine import every_item
from proofs.shop.sums import of_invoices, of_orders, of_stock, of_the_ledger
from proofs.shop.world import World

Summary = dict[str, int]
_MAY_DIFFER = {
    # Of a call that was made again: its answer stands under its key, or under the key of the process that had it first.
    "idem",
    # Of the clock: a run that died is run again.
    "run",
}  # fmt: skip


_BY_THE_CLOCK = {"reports/live", "notifications/mails_of_hour"}
"""A row for each minute, or hour, in which something was counted: what is done later is counted in another."""
_WHEN_READ = {"invoices/files"}
"""Made at once with what they are of, and by who reads them first where whoever made it died before."""
_COUNTS_MAILS = "KEY#time:look_ups:"
"""The key under which mails to an address are counted. A mail whose process died before it was counted is not counted when it is tried
again, so a shop that sent no other has no such key."""


def violations(world: World, _me: str, but: Sequence[str] = ()) -> list[str]:
    """Sentences; none when all is well. `but`: folds of events that are not judged."""
    sums = [*of_orders(), *of_the_ledger(every_item()), *of_stock(every_item()), *of_invoices(), *unlike(but)]
    return [*sums, *_money(world), *_events(world), *_letters(world), *_mails(world, _me)]


def summary(world: World) -> Summary:
    """How many records of each kind and state there are: the same whoever died."""
    found: Counter[str] = Counter()
    for table, item in every_item():
        kind, status = (item.get(name, {}).get("S", "") for name in ("kind", "status"))
        by_mails = item["pk"].get("S", "").startswith(_COUNTS_MAILS)
        if kind not in _MAY_DIFFER and f"{table}/{kind}" not in _BY_THE_CLOCK | _WHEN_READ and not by_mails:
            found[f"{table}/{kind}/{status}"] += 1
            if kind == "event":
                found[f"event {item.get('type', {}).get('S', '')}"] += 1
    found["charges"] = len(world.provider.charges)
    found["refunds"] = len(world.provider.refunds)
    found["waybills"] = len(world.courier.live)
    return dict(found)


def differences(own: Summary, told: Summary, _me: str) -> list[str]:
    if not told:
        return []
    names = sorted(name for name in {*own, *told} if own.get(name) != told.get(name))
    return [f"{name}: {told.get(name, 0)} instead of {own.get(name, 0)}" for name in names]


def _money(world: World) -> list[str]:
    """What the provider took and gave back is what orders say: money in is kept or sent back."""
    taken = sum(one["amount"] for one in world.provider.charges.values() if one["status"] == "succeeded")
    back = sum(one["amount"] for one in world.provider.refunds.values())
    captured = refunded = 0
    for record in OrderRecord.scan(OrderRecord.kind == "order"):
        for one in parcels_of(record.pk.partition("#")[2]).payments:
            if one.provider == "sandbox":
                captured, refunded = captured + (one.amount or 0), refunded + one.refunded
    wrong = [] if taken == captured else [f"the provider took {taken}, orders know of {captured}"]
    return wrong + ([] if back == refunded else [f"the provider gave back {back}, orders know of {refunded}"])


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
