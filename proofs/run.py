"""python -m proofs.run [--quick] [--claim NAME …] [--seed N] [--again]: proves the claims one after the other, a verdict line for each.

A proof that is ended goes on where it was when it is started again, as long as the code is the same; `--again` forgets what was done.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from importlib import import_module

from proofs import page
from proofs.claim import Asked, Depth, Verdict

CLAIMS = {
    "cost": "exact cost: what each operation and each life of an order asks and consumes, booked by function",
    "oversell": "no oversell: a thousand buyers for a hundred pieces, and the whole model of the reservation",
    "crash": "crash anywhere: every call to the outside, its process dead before and after it, its answer lost, asked twice",
    "rebuild": "rebuild from events: folds equal what is stored; told again changes nothing; lost and told again is the same",
    "restore": "restore: all tables and files lost and brought back with equal hashes; to a second by backup and event items",
    "hostile": "hostile senders: every webhook in and out, with senders and receivers that are broken, late, lying or attackers",
    "monitoring": "monitoring: each alarm rung by a seeded fault, each in the runbook, one trace from request to mail",
    "mutants": "mutants: the code of money, stock, promotions, points, invoices and repeated calls broken on purpose, and noticed",
    "upgrade": "upgrade: the release before and this one side by side on the same tables, a step back, the old contract's examples",
    "contract": "contract: six roles ask all of it, alone and one after the other; its examples and the clients made from it work",
    "year": "a year in minutes: 400 days by the clock with all that people and schedules do in them, twice with the same hash",
    "attack": "attack: ids, tokens and fields of others at every operation",
}
"""In the order in which they are proven. Each is the module of its name in this package, with `prove(asked)`."""


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
        verdicts = [told(Asked(claim, "small", options.seed)) for claim in chosen]
        return int(not all(one.proven for one in verdicts))
    if len(chosen) == 1:
        return int(not told(Asked(chosen[0], depth, options.seed, options.again)).proven)
    failed = 0
    for claim in chosen:
        # A process each: what one proof turned (clock, doubles, caches) is none of the next one's business.
        asked = [sys.executable, "-m", "proofs.run", "--claim", claim, "--seed", str(options.seed)]
        asked += (["--quick"] if options.quick else []) + (["--again"] if options.again else [])
        failed += subprocess.run(asked, check=False).returncode != 0
    print(f"{len(chosen) - failed} of {len(chosen)} claims proven")
    return int(bool(failed))


def told(asked: Asked) -> Verdict:
    started = time.monotonic()
    verdict: Verdict = import_module(f"proofs.{asked.claim.replace('-', '_')}").prove(asked)
    seconds = time.monotonic() - started
    for violation in verdict.wrong[:50]:
        print(f"  {asked.claim}: {violation}", flush=True)
    print(f"{'PROVEN' if verdict.proven else 'NOT PROVEN'} {asked.claim} ({asked.depth}, {seconds:.0f} s): {verdict.said}", flush=True)
    if asked.depth != "small":
        page.note(asked, verdict, seconds, list(CLAIMS))
    return verdict


if __name__ == "__main__":
    sys.exit(main())
