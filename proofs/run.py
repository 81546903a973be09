"""python -m proofs.run [--quick] [--claim NAME …] [--seed N] [--again]: proves the claims, a verdict line for each.

A proof that is ended goes on where it was when it is started again, as long as the code is the same; `--again` forgets what was done.
Quick ones run two at a time, those that take longest first. The last line says what all of them took.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

from proofs import page
from proofs.claim import Asked, Depth, Verdict

CLAIMS = {
    "cost": "exact cost: what each operation and each life of an order asks and consumes, booked by function",
    "oversell": "no oversell: a thousand buyers for a hundred pieces, and the whole model of the reservation",
    "race": "no oversell on the local stack: a tenth of the buyers and seeds at a served shop, while workers of functions are killed",
    "crash": "crash anywhere: every call to the outside, its process dead before and after it, its answer lost, asked twice",
    "rebuild": "rebuild from events: folds equal what is stored; told again changes nothing; lost and told again is the same",
    "restore": "restore: all tables and files lost and brought back with equal hashes; to a second by backup and event items",
    "hostile": "hostile senders: every webhook in and out, with senders and receivers that are broken, late, lying or attackers",
    "monitoring": "monitoring: each alarm rung by a seeded fault, each in the runbook, one trace from request to mail",
    "mutants": "mutants: the code of money, stock, promotions, points, invoices and repeated calls broken on purpose, and noticed",
    "upgrade": "upgrade: the release before and this one side by side on the same tables, a step back, the old contract's examples",
    "contract": "contract: six roles ask all of it, alone and one after the other; its examples and the clients made from it work",
    "load": "load: mixed clients at a served shop, kill -9 of the shop and of the emulator, calls that fail",
    "year": "a year in minutes: 400 days by the clock with all that people and schedules do in them, twice with the same hash",
    "attack": "attack: ids, tokens and fields of others at every operation",
}
"""In the order in which they are proven. Each is the module of its name in this package, with `prove(asked)`."""
SERVED = {"load", "race"}
"""At a shop that is served for them, which takes a minute: no part of `--small`."""
_BEGUN_FIRST = ("load", "contract", "hostile")
"""Of two at a time: those that take longest, so that no long one is left for the end when the other core has nothing to do. A year has
work for both cores by itself, and comes when `load` is over."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claim", action="append", choices=CLAIMS)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--small", action="store_true", help="what `make test` runs: all in one process, in half a minute")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--again", action="store_true")
    options = parser.parse_args()
    depth: Depth = "quick" if options.quick else "full"
    chosen = options.claim or list(CLAIMS)
    if options.small:
        verdicts = [told(Asked(claim, "small", options.seed)) for claim in chosen if claim not in SERVED]
        return int(not all(one.proven for one in verdicts))
    if len(chosen) == 1:
        return int(not told(Asked(chosen[0], depth, options.seed, options.again)).proven)
    started = time.monotonic()
    ordered = sorted(chosen, key=lambda claim: _BEGUN_FIRST.index(claim) if claim in _BEGUN_FIRST else len(_BEGUN_FIRST))
    with ThreadPoolExecutor(2 if options.quick else 1) as pool:
        proven = list(pool.map(lambda claim: _alone(claim, options), ordered))
    minutes, cpu = (time.monotonic() - started) / 60, _cpu() / 60
    print(f"{sum(proven)} of {len(chosen)} claims proven in {minutes:.1f} minutes ({cpu:.1f} minutes of CPU)")
    return int(not all(proven))


def _alone(claim: str, options: argparse.Namespace) -> bool:
    """A process each: what one proof turned (clock, doubles, caches) is none of the next one's business."""
    asked = [sys.executable, "-m", "proofs.run", "--claim", claim, "--seed", str(options.seed)]
    asked += (["--quick"] if options.quick else []) + (["--again"] if options.again else [])
    return subprocess.run(asked, check=False).returncode == 0


def _cpu() -> float:
    """Seconds of this process and of those that it started."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def told(asked: Asked) -> Verdict:
    started = time.monotonic()
    verdict = _proven(asked)
    seconds = time.monotonic() - started
    for violation in verdict.wrong[:50]:
        print(f"  {asked.claim}: {violation}", flush=True)
    word, cpu = "PROVEN" if verdict.proven else "NOT PROVEN", _cpu()
    print(f"{word} {asked.claim} ({asked.depth}, {seconds:.0f} s, {cpu:.0f} s of CPU): {verdict.said}", flush=True)
    if asked.depth != "small":
        page.note(asked, verdict, (seconds, cpu), list(CLAIMS))
    return verdict


def _proven(asked: Asked) -> Verdict:
    """What ends in an error has a verdict, too; what was done by then is in the journal."""
    try:
        verdict: Verdict = import_module(f"proofs.{asked.claim.replace('-', '_')}").prove(asked)
    except Exception as failed:
        traceback.print_exc()
        return Verdict("", [f"it broke off: {failed!r}"])
    return verdict


if __name__ == "__main__":
    sys.exit(main())
