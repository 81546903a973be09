"""Named mutants, and those of cosmic-ray, of each module; a survivor that is not listed as an equivalent is no proof (docs/mutants.md)."""

from __future__ import annotations

import random
from typing import Any

from benchmarks.mutants.equivalents import EQUIVALENTS, change_of, reason
from benchmarks.mutants.modules import MODULES
from benchmarks.mutants.named import NAMED
from benchmarks.mutants.sessions import Sample, run_module
from benchmarks.mutants.tree import fresh_tree
from benchmarks.mutants.try_named import Moved, check_named, survives
from proofs.claim import Asked, Verdict

_FULL = 0


def prove(asked: Asked) -> Verdict:
    """Small: a few mutants of one module; quick: some of some modules, and two with a name; others by each seed. Full: all."""
    chance = random.Random(asked.seed)
    of_each, names = asked.choose(small=3, quick=5, full=_FULL), asked.choose(small=0, quick=2, full=len(NAMED))
    some = asked.choose(small=1, quick=4, full=len(MODULES))
    modules = list(MODULES) if asked.depth == "full" else chance.sample(_LIGHT, some)
    named = {one.name: one for one in chance.sample(NAMED, names)}
    fresh_tree()
    try:
        check_named()
    except Moved as moved:
        return Verdict("nothing was tried", [str(moved)])
    tried = asked.each(modules, lambda name: _tried(name, Sample(of_each, asked.seed) if of_each else None))
    alive = asked.each(list(named), lambda name: survives(named[name]))
    wrong = [f"nobody notices when {name}" for name, survived in alive.items() if survived]
    wrong += [f"{name}: {survivor}" for name, one in tried.items() for survivor in one["missed"]]
    wrong += [f"{name}: {one['open']} were not tried" for name, one in tried.items() if one["open"]]
    if of_each == _FULL:
        same = {number for one in tried.values() for number in one["same"]}
        wrong += [f"listed as equivalent, but caught or gone: {one.was}" for number, one in enumerate(EQUIVALENTS) if number not in same]
    count, same_count = sum(one["tried"] for one in tried.values()), sum(len(one["same"]) for one in tried.values())
    missed = sum(len(one["missed"]) for one in tried.values())
    said = (
        f"{count} mutants of {len(tried)} modules ({', '.join(tried)}){' of a sample' if of_each else ''}: "
        f"{count - same_count - missed} were caught by a test, {same_count} are listed as meaning the same, {missed} others survived; "
        f"{len(alive) - sum(alive.values())} of {len(alive)} mutants with a name were caught"
    )
    return Verdict(said, wrong, _table(tried) if asked.depth != "small" else [])


_LIGHT = (
    *("money", "order_money", "ledger", "pricing"),
    *("stock", "counters", "ahead"),
    *("eligibility", "flash", "group_buy"),
    *("points", "points_ledger", "points_earned"),
    *("invoices", "invoice_due"),
)
"""Whose tests take a moment, of each subject some."""


def _tried(name: str, sample: Sample | None) -> dict[str, Any]:
    """`same`: numbers of the equivalents that survived, one for each survivor. `missed`: what nobody noticed."""
    told, same, missed = run_module(name, None, sample), list[int](), list[str]()
    for diff in told.diffs:
        if known := reason(name, diff):
            same.append(EQUIVALENTS.index(known))
        else:
            missed.append(" became ".join(f"`{part}`" for part in change_of(diff)))
    return {"tried": told.tried, "open": told.open, "same": same, "missed": missed}


def _table(tried: dict[str, Any]) -> list[str]:
    rows = ["| Module | tried | caught | mean the same |", "|---|---|---|---|"]
    for name, one in tried.items():
        caught = one["tried"] - len(one["same"]) - len(one["missed"])
        rows.append(f"| `{MODULES[name].path}` | {one['tried']} | {caught} | {len(one['same'])} |")
    rows += ["", "Those that mean the same, and why (`benchmarks/mutants/equivalents/`):", "", "| Module | Line | Why |", "|---|---|---|"]
    return rows + [f"| {', '.join(one.modules)} | `{one.was.replace('|', chr(92) + '|')}` | {one.why} |" for one in EQUIVALENTS]
