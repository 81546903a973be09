"""Every alarm of the built templates: its metric, its fault, its entry in the runbook; and the trace that one follows then."""

from __future__ import annotations

from collections import Counter
from typing import Any

from proofs.claim import Asked, Verdict
from proofs.cost.proof import BEGIN
from proofs.monitoring import faults
from proofs.monitoring.alarms import Alarm, alarms, of_a_service, unwritten
from proofs.monitoring.bells import listening
from proofs.monitoring.trace import traces
from proofs.shop import lives
from proofs.shop.world import opened


def prove(asked: Asked) -> Verdict:
    done = asked.each(["ours", "named"], lambda name: _PARTS[name](asked))
    domains, rung = done["ours"]["domains"], done["named"]["rung"]
    ours, services = [one for one in alarms() if one.is_ours], [one for one in alarms() if not one.is_ours]
    wrong = done["ours"]["wrong"] + done["named"]["wrong"] + unwritten() + [one for alarm in services for one in of_a_service(alarm)]
    wrong += [f"{one.name}: rung by no fault" for one in ours if not _has_rung(one, asked, domains, rung)]
    said = (
        f"{len(alarms())} alarms of the built templates, each in the runbook: {len(ours)} read metrics of ours, of which "
        f"{sum(map(bool, domains.values()))} of errors by domain and {len(rung)} by name were rung by a fault that was seeded; "
        f"{len(services)} read metrics that services of AWS give by themselves, with the dimensions that they give them and a thing of the "
        f"same stack; {sum(map(len, domains.values()))} functions were made to fail and counted it; events in "
        f"{done['ours']['letters']} queues were tried five times and lay among the dead letters; one trace each: {done['ours']['trace']}"
    )
    return Verdict(said, wrong, _table())


def _of_ours(asked: Asked) -> dict[str, Any]:
    with opened(asked.seed, BEGIN) as world, listening() as heard:
        world.variants = lives.a_product(world, 100, variants=2)
        trace, wrong = traces(world, heard)
        letters, more = (0, list[str]()) if asked.depth == "small" else faults.dead_letters(world)
        domains, unheard = faults.errors(world, heard, every=asked.depth != "small")
        return {"domains": domains, "wrong": wrong + more + unheard, "trace": trace, "letters": letters}


def _named(asked: Asked) -> dict[str, Any]:
    """A small proof lets none of them ring: `make test` runs the tests that seed these faults by themselves."""
    names = [] if asked.depth == "small" else sorted(faults.SEEDED)
    if not names:
        return {"rung": [], "wrong": []}
    try:
        bells = faults.named(names)
    except AssertionError as failed:
        return {"rung": [], "wrong": [f"a fault that is seeded for an alarm is not as it was: {failed}"]}
    rung = sorted({value for _, metric, dimension, value in bells if (metric, dimension) == ("alarms", "alarm")})
    return {"rung": rung, "wrong": [f"{name}: its fault rang nothing" for name in names if name not in rung]}


_PARTS = {"ours": _of_ours, "named": _named}


def _has_rung(alarm: Alarm, asked: Asked, domains: dict[str, list[str]], rung: list[str]) -> bool:
    if alarm.metric == "errors":
        return bool(domains.get(alarm.dimensions["domain"]))
    name = alarm.dimensions["alarm"]
    return name in rung or (asked.depth == "small" and name in faults.SEEDED)


def _table() -> list[str]:
    counted = Counter((one.namespace, one.metric) for one in alarms())
    rows = ["| Metric | Alarms | Given by |", "|---|---|---|"]
    for (namespace, metric), count in sorted(counted.items()):
        giver = (
            "the shop's log lines"
            if namespace not in ("AWS/SQS", "AWS/Lambda", "AWS/ApiGateway")
            else f"{namespace.removeprefix('AWS/')} itself"
        )
        rows.append(f"| `{namespace} {metric}` | {count} | {giver} |")
    return rows
