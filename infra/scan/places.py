"""All that a deployment keeps, as (where, bytes): tables with their indexes, queues and dead letters, the bucket with all versions (there
are the segments of search, too), log groups, accounts, the list of backups."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import Any

from infra.scan.unpacked import unpacked

Found = Iterator[tuple[str, bytes]]
_BATCH = 10
_SEEN_SECONDS = 30
"""For so long nobody else gets a message that was looked at."""
_WAIT_SECONDS = 1
"""Not 0, by which SQS asks some of its servers only; and not the 20 of the queue itself, which an empty queue would take each time."""
_QUEUES_AT_ONCE = 16


@dataclass(frozen=True)
class Places:
    """`session` makes clients. All maps go from the plain name to the deployed one (queues: to the URL); `logs`: what names of groups begin
    with."""

    session: Any
    tables: Mapping[str, str]
    bucket: str
    queues: Mapping[str, str] = field(default_factory=dict)
    logs: tuple[str, ...] = ()
    user_pool: str = ""

    def everything(self) -> Found:
        return chain.from_iterable(found for _, found in self.parts())

    def parts(self) -> Iterator[tuple[str, Found]]:
        """The same, each by its name: so that it can be told how far it is. One is read when it is asked for."""
        for name in sorted(self.tables):
            yield f"table {name}", self._table(name)
        yield "queues", self._queues()
        yield "bucket", self._bucket()
        for prefix in self.logs:
            yield f"logs {prefix}", self._logs(prefix)
        yield "accounts", self._accounts()
        yield "backups", self._backups()

    def _table(self, name: str) -> Found:
        dynamodb, table = self.session.client("dynamodb"), self.tables[name]
        indexes = dynamodb.describe_table(TableName=table)["Table"].get("GlobalSecondaryIndexes", [])
        for index in ("", *(one["IndexName"] for one in indexes)):
            asked = {"IndexName": index} if index else {"ConsistentRead": True}
            for page in dynamodb.get_paginator("scan").paginate(TableName=table, **asked):
                for item in page["Items"]:
                    where = f"table {name}{' ' + index if index else ''}: {item['pk']['S']} {item['sk']['S']}"
                    yield where, _as_bytes(item)

    def _queues(self) -> Found:
        """All of them side by side: each waits for messages that may still come from a server of SQS."""
        sqs = self.session.client("sqs")
        with ThreadPoolExecutor(_QUEUES_AT_ONCE) as pool:
            for found in pool.map(lambda queue: self._queue(sqs, *queue), sorted(self.queues.items())):
                yield from found

    def _queue(self, sqs: Any, name: str, url: str) -> list[tuple[str, bytes]]:
        """Each message once. Whoever receives it next finds its count of receipts one higher."""
        ask = partial(
            sqs.receive_message, QueueUrl=url, MaxNumberOfMessages=_BATCH, VisibilityTimeout=_SEEN_SECONDS, WaitTimeSeconds=_WAIT_SECONDS,
            MessageAttributeNames=["All"],
        )  # fmt: skip
        found: dict[str, bytes] = {}
        handles: list[str] = []
        while messages := ask().get("Messages", []):
            handles += [one["ReceiptHandle"] for one in messages]
            new = [one for one in messages if one["MessageId"] not in found]
            found |= {one["MessageId"]: one["Body"].encode() + _as_bytes(one.get("MessageAttributes", {})) for one in new}
            if not new:
                break
        for handle in handles:
            sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=0)
        return [(f"queue {name}: {message}", body) for message, body in found.items()]

    def _bucket(self) -> Found:
        s3 = self.session.client("s3")
        for page in s3.get_paginator("list_object_versions").paginate(Bucket=self.bucket):
            for one in page.get("Versions", []):
                where = f"bucket: {one['Key']}{'' if one['IsLatest'] else ' (older version ' + one['VersionId'] + ')'}"
                yield where, one["Key"].encode()
                data = s3.get_object(Bucket=self.bucket, Key=one["Key"], VersionId=one["VersionId"])["Body"].read()
                for part in unpacked(data):
                    yield where, part

    def _logs(self, prefix: str) -> Found:
        logs = self.session.client("logs")
        for page in logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=prefix):
            for group in page["logGroups"]:
                name = group["logGroupName"]
                for events in logs.get_paginator("filter_log_events").paginate(logGroupName=name):
                    for event in events.get("events", []):
                        yield f"log {name}: {event.get('timestamp', '')}", event["message"].encode()

    def _accounts(self) -> Found:
        if self.user_pool:
            cognito = self.session.client("cognito-idp")
            for page in cognito.get_paginator("list_users").paginate(UserPoolId=self.user_pool):
                for user in page["Users"]:
                    yield f"account {user['Username']}", _as_bytes(user)

    def _backups(self) -> Found:
        """What they are called and of what they are; what is in them opens with keys of the table `privacy` alone, as in the tables."""
        listed = self.session.client("dynamodb").list_backups().get("BackupSummaries", [])
        yield from ((f"backup {one.get('BackupName', '')}", _as_bytes(one)) for one in listed)


def _as_bytes(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, default=_text).encode()


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
