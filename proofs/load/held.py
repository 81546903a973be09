"""What the clients were told, held against the shop's tables, once everything that is under way has come to its end."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any

from infra.deploy import LOCAL, describe_stage
from infra.outputs import outputs_of
from proofs.claim import ROOT
from proofs.load.told import Told
from tests.journeys.behind import Behind
from tests.journeys.conftest import Served

SETTLING_SECONDS = 300


@dataclass
class Found:
    """`wrong`: what does not add up, in sentences. `missing`: orders that were told. `open`: what has not become of orders yet."""

    wrong: list[str]
    doubled: list[str]
    missing: list[str]
    open: dict[str, str]
    extra: list[int]


def books(stage: Served, told: Told) -> Found:
    """In a process of its own, which finds the tables as functions do."""
    told.write(stage.folder / "told.json")
    aws = Behind(stage.folder, stage.aws_port).aws
    outputs = outputs_of(describe_stage(aws.client("cloudformation"), LOCAL) or [])
    tables = {f"TABLE_{name.upper().replace('-', '_')}": table for name, table in outputs.tables.items()}
    given = stage.environment | aws.environment() | tables | {"PERSONS_KEY": outputs.persons_key}
    asked = [sys.executable, "-m", "proofs.load.books", str(stage.folder)]
    ran = subprocess.run(asked, cwd=ROOT, env=given, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-3000:]
    found: dict[str, Any] = json.loads(ran.stdout)
    return Found(**found)


def settled(stage: Served, told: Told, before: Found, *, forgets: bool) -> Found:
    """As soon as nothing is open and all adds up, or as it is when minutes have brought nothing; its `wrong` is what does not hold."""
    deadline, least = time.monotonic() + SETTLING_SECONDS, sys.maxsize
    while True:
        found = books(stage, told)
        wrong = [*found.wrong, *found.doubled, *unfinished(told, found), *_money(before, found, forgets=forgets)]
        if len(wrong) < least:
            deadline, least = time.monotonic() + SETTLING_SECONDS, len(wrong)
        if not wrong or time.monotonic() > deadline:
            found.wrong = wrong
            return found
        time.sleep(5)


def unfinished(told: Told, found: Found) -> list[str]:
    """Where data were lost, what became of an order before that may be lost as well."""
    at = {one.id: one.at for one in told.placed.values()}
    return [why for order_id, why in found.open.items() if at[order_id] > told.killed]


def _money(before: Found, found: Found, *, forgets: bool) -> list[str]:
    """What the provider took and gave back beyond what orders know is what it was; it may be more where the shop forgot orders."""
    wrong = []
    for what, was, now in zip(("took", "gave back"), before.extra, found.extra, strict=True):
        if now < was or (now > was and not forgets):
            wrong.append(f"the provider {what} {now - was} beyond what orders know")
    return wrong
