"""What follows from a write: streams and queues, read from the engine and handed to the handlers that the function table names."""

from __future__ import annotations

import importlib
import json
import os
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import boto3

from infra.fragments import load
from infra.functions import FUNCTIONS
from infra.functions.model import Function, Queue, Streams

Record = Mapping[str, Any]
Spent = defaultdict[str, float]


def timed(spent: Spent, name: str, run: Callable[[], Any]) -> Any:
    """Adds the CPU ms of this process, all its threads."""
    started = time.process_time()
    answer = run()
    spent[name] += (time.process_time() - started) * 1000
    return answer


def surroundings() -> None:
    """Bus, bucket, mail identity, the key of links and queues, as a function's environment names them."""
    boto3.client("events").create_event_bus(Name="shop")
    boto3.client("s3").create_bucket(Bucket="shop-data")
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    os.environ["QUEUE_EVENT_PUBLISHER_DLQ"] = boto3.client("sqs").create_queue(QueueName="event-publisher-dlq")["QueueUrl"]
    os.environ |= {"EVENT_BUS": "shop", "BUCKET_DATA": "shop-data", "MAIL_FROM": "shop@example.com", "SECRET_LINKS": "links"}
    links = json.dumps({"order_links": "a key that signs links in benchmarks"})
    boto3.client("secretsmanager").create_secret(Name="links", SecretString=links)


class Consumers:
    """`spent`: CPU ms by function. With `window` batches wait for their function's window, else for nobody."""

    def __init__(self) -> None:
        self.spent: Spent = defaultdict(float)
        self._fed = {name: tuple(queue.get("events", ())) for name, queue in load("queues")["queues"].items()}
        self._streams = _Streams(
            {table for function in FUNCTIONS if isinstance(function.trigger, Streams) for table in function.trigger.tables}
        )
        self._waiting: dict[str, list[Record]] = defaultdict(list)
        self._functions = {function.name: function for function in FUNCTIONS if isinstance(function.trigger, Streams | Queue)}

    def settle(self, *, over: Callable[[float], bool] = lambda _: True) -> None:
        """Until nobody has anything to do whose window is `over`."""
        while True:
            self._take_in()
            ready = [name for name, waiting in self._waiting.items() if waiting and over(self._functions[name].trigger.window)]  # type: ignore[union-attr]
            if not ready:
                return
            for name in ready:
                self._hand_over(self._functions[name])

    def _take_in(self) -> None:
        for table, records in self._streams.news():
            for function in self._functions.values():
                trigger = function.trigger
                if isinstance(trigger, Streams) and table in trigger.tables:
                    patterns = [json.loads(pattern) for pattern in (trigger.pattern, *trigger.further)]
                    self._waiting[function.name] += [one for one in records if any(_matches(pattern, one) for pattern in patterns)]
        self._waiting["payment-worker"] += _received(os.environ["QUEUE_PAYMENT_WEBHOOKS"])

    def _hand_over(self, function: Function) -> None:
        records, self._waiting[function.name] = self._waiting[function.name], []
        trigger = function.trigger
        assert isinstance(trigger, Streams | Queue)
        for start in range(0, len(records), trigger.batch_size):
            batch = records[start : start + trigger.batch_size]
            handler = getattr(importlib.import_module(function.module), function.handler)
            answer = timed(self.spent, function.name, lambda: handler({"Records": batch}, None))  # noqa: B023 — called at once
            assert answer == {"batchItemFailures": []}, (function.name, answer)
            if function.name == "event-publisher":
                self._tell(batch)

    def _tell(self, published: Iterable[Record]) -> None:
        """What the rules of the bus put into the queues."""
        for record in published:
            detail = json.loads(record["dynamodb"]["NewImage"]["body"]["S"])
            message = {"messageId": str(uuid.uuid4()), "attributes": {}, "eventSource": "aws:sqs", "body": json.dumps({"detail": detail})}
            for function in self._functions.values():
                if isinstance(function.trigger, Queue) and any(_told(event, detail["type"]) for event in self._fed[function.trigger.name]):
                    self._waiting[function.name].append(message)


def _told(event: str, kind: str) -> bool:
    return kind.startswith(event[:-1]) if event.endswith("*") else kind == event


def _matches(pattern: Any, value: Any) -> bool:
    """A filter of an event source, as far as the function table uses them: lists of exact values."""
    if isinstance(pattern, list):
        return value in pattern
    return isinstance(value, Mapping) and all(_matches(inner, value.get(name)) for name, inner in pattern.items())


def _received(url: str) -> list[Record]:
    client, found = boto3.client("sqs"), list[Record]()
    while messages := client.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=0).get("Messages"):
        for message in messages:
            found.append({"messageId": message["MessageId"], "body": message["Body"], "attributes": {}, "eventSource": "aws:sqs"})
            client.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return found


class _Streams:
    """What was written to the tables since the last look."""

    def __init__(self, tables: Iterable[str]) -> None:
        self._client, self._at = boto3.client("dynamodbstreams"), dict[str, list[str]]()
        dynamodb = boto3.client("dynamodb")
        for table in sorted(tables):
            wanted = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
            dynamodb.update_table(TableName=table, StreamSpecification=wanted)
            arn = dynamodb.describe_table(TableName=table)["Table"]["LatestStreamArn"]
            shards = self._client.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
            self._at[table] = [
                self._client.get_shard_iterator(StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
                for shard in shards
            ]

    def news(self) -> Iterable[tuple[str, list[Record]]]:
        for table, iterators in self._at.items():
            for place, iterator in enumerate(iterators):
                answer = self._client.get_records(ShardIterator=iterator, Limit=1000)
                iterators[place] = answer["NextShardIterator"]
                if answer["Records"]:
                    yield table, answer["Records"]
