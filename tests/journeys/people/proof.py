"""What a served shop still has of somebody: in clear, and sealed with a key that is still there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag

from infra.deploy import LOCAL, describe_stage
from infra.local.trouble import Trouble
from infra.outputs import Outputs, outputs_of
from infra.scan.places import Places
from infra.scan.scan import scan
from infra.transfer.deployment import Deployment
from infra.transfer.keys import Keys
from infra.transfer.lines import line_of, text_of
from tests.journeys.behind import Behind
from tests.journeys.people.planter import Planter


@dataclass(frozen=True)
class Left:
    """`where`: table and key, queue, file, log; `ways`: how what stands there came in."""

    where: str
    ways: tuple[str, ...]
    text: str = field(default="", repr=False)


class Proof:
    def __init__(self, behind: Behind) -> None:
        self.aws = behind.aws
        stacks = describe_stage(self.aws.client("cloudformation"), LOCAL)
        assert stacks is not None
        self.out: Outputs = outputs_of(stacks)
        self.looked_at = 0

    def in_clear(self, say: Planter) -> list[Left]:
        """As `shop privacy scan` looks: tables, indexes, queues, dead letters, files in all versions, logs, accounts, backups."""
        queues = {**self.out.queues, **{f"{name} (dead letters)": url for name, url in self.out.dead_letter_queues.items()}}
        logs = (f"/aws/lambda/shop-{LOCAL}-", f"/aws/apigateway/shop-{LOCAL}", f"shop-{LOCAL}-")
        places = Places(self.aws, self.out.tables, self.out.data_bucket, queues, logs, self.out.user_pool)
        return self._found(say, places.everything())

    def sealed(self, say: Planter) -> list[Left]:
        """In all tables, with everything opened that any key opens that is still there."""
        return self._found(say, self._opened())

    def _opened(self) -> Iterator[tuple[str, bytes]]:
        place = self.deployment()
        keys = Keys(place)
        for table in sorted(place.tables):
            for item in place.items(table):
                where = f"table {table}: {item['pk']['S']} {item['sk']['S']}"
                if item.get("kind", {}).get("S") in CALLERS:
                    continue
                try:
                    yield where, text_of(line_of(table, item, keys)).encode()
                except (Trouble, InvalidTag) as error:
                    raise AssertionError(f"{where} is sealed in a way that nobody knows") from error

    def deployment(self) -> Deployment:
        client, out = self.aws.client, self.out
        return Deployment(
            client("dynamodb"), client("kms"), client("s3"), client("cognito-idp"), client("secretsmanager"), out.tables, out.data_bucket,
            out.user_pool, out.persons_key, f"shop-{LOCAL}-privacy", client("events"), [f"shop-{LOCAL}-{name}" for name in out.schedules],
        )  # fmt: skip

    def _found(self, say: Planter, everything: Iterator[tuple[str, bytes]]) -> list[Left]:
        """Looked for by the mark first: what stands there is told of what holds it."""
        found, needles = list[Left](), say.needles

        def told() -> Iterator[tuple[str, bytes]]:
            for where, data in everything:
                self.looked_at += 1
                if next(scan(needles, [(where, data)]), None) is not None:
                    text = data.decode("utf-8", "replace")
                    found.append(Left(where, _ways(say, text), text))
                yield where, data

        for _ in told():
            pass
        return found


CALLERS = ("idem", "person_key")
"""Sealed with what only the caller has; and keys, each wrapped by another one."""


def _ways(say: Planter, text: str) -> tuple[str, ...]:
    return tuple(sorted({way for value, way in say.said.items() if value in text or value.removeprefix("+86") in text})) or ("encoded",)


def where(left: Sequence[Left]) -> str:
    """For people to read."""
    return json.dumps({one.where: one.ways for one in left}, ensure_ascii=False, indent=1)
