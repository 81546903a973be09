"""What can happen to a call: its process dies before or after it, its answer is lost, another writer was quicker."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError, ReadTimeoutError

from functions.shared.outside.outbound import NoAnswer
from proofs.shop.edge import Call, Died, Outside
from proofs.shop.table import Table

CONFLICTING = "dynamodb:TransactWriteItems"


def before(_of: Outside, _call: Call) -> Any:
    raise Died


def after(_of: Outside, call: Call) -> Any:
    call()
    raise Died


def lost(of: Outside, call: Call) -> Any:
    """It had its effect; nobody knows."""
    call()
    if of.operation.startswith("http:"):
        raise NoAnswer("lost")
    raise ReadTimeoutError(endpoint_url=f"https://{of.operation.partition(':')[0]}.test")


def contended(of: Outside, call: Call) -> Any:
    if of.operation != CONFLICTING:
        return call()
    error: Any = {"Error": {"Code": "TransactionCanceledException", "Message": "contended"}}
    raise ClientError(error | {"CancellationReasons": [{"Code": "TransactionConflict"}]}, "TransactWriteItems")


_OF_TABLES = ("dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem")
_REPEATED = (*_OF_TABLES, "sqs:SendMessage", "sqs:SendMessageBatch", "events:PutEvents")


def twice(_of: Outside, call: Call) -> Any:
    """The answer was lost, and the SDK asks again by itself: what was new then is there already."""
    call()
    return call()


def can(of: Outside, again: bool) -> bool:
    """Whether the fault can be met: the SDK asks again for what it may; a transaction has a token by which it is done once."""
    return of.operation in _REPEATED if again else True


@dataclass
class Chance:
    """Faults at random: so many of a thousand calls each."""

    chance: random.Random
    per_mille: dict[str, int]
    met: Counter[str] = field(default_factory=Counter)

    def __call__(self, of: Outside, call: Call) -> Any:
        drawn = self.chance.randrange(1000)
        for name, fault in FAULTS.items():
            drawn -= self.per_mille.get(name, 0)
            if drawn < 0:
                if fault is not contended or of.operation == CONFLICTING:
                    self.met[name] += 1
                return fault(of, call)
        return call()


def disordered(table: Table, chance: random.Random) -> None:
    """From now on streams and queues deliver as they may: every other batch twice, messages in any order, records of a stream in any order
    but that of one item's own."""

    def mixed(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
        lines: dict[str, list[dict[str, Any]]] = {}
        for one in records:
            lines.setdefault(f"{one['eventSourceARN']} {one['dynamodb']['Keys']}", []).append(one)
        order = [key for key, line in lines.items() for _ in line]
        chance.shuffle(order)
        following = {key: iter(line) for key, line in lines.items()}
        return [next(following[key]) for key in order]

    table.mixed, table.twice = mixed, lambda: chance.random() < 0.5
    table.shuffled = lambda found: chance.sample(found, len(found))


FAULTS = {"killed before": before, "killed after": after, "answer lost": lost, "conflict": contended}
