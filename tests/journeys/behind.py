"""What no endpoint shows: the ledger in the payments table, and the bus as one more consumer hears it."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from pathlib import Path
from typing import Any

from infra.deploy import LOCAL
from infra.local.aws import LocalAws
from infra.local.ministack import Keys
from infra.restore.sets import set_in_use
from tests.journeys.shopper import eventually

STAGE = "shop-local"


class Behind:
    def __init__(self, folder: Path, aws_port: int) -> None:
        keys = json.loads((folder / "keys.json").read_text())
        self.aws = LocalAws(f"http://127.0.0.1:{aws_port}", Keys(**keys["aws"]))

    def balances(self, order_id: str) -> dict[str, int]:
        """By account (the order's own is `order:`), in minor units, of all that is booked for the order; a debit is positive."""
        answer = self.aws.client("dynamodb").query(
            TableName=self.table("payments"),
            KeyConditionExpression="pk = :pk AND begins_with(sk, :ledger)",
            ExpressionAttributeValues={":pk": {"S": f"ORD#{order_id}"}, ":ledger": {"S": "LED#"}},
            ConsistentRead=True,
        )
        sums = Counter[str]()
        for item in answer["Items"]:
            for posting in json.loads(item["body"]["S"])["postings"]:
                sums[posting["account"].replace(order_id, "")] += posting["amount"]
        return dict(sums)

    def lose_order(self, order_id: str) -> list[dict[str, Any]]:
        """Deletes all that the orders' table has of it; what it was."""
        dynamodb, table, key = self.aws.client("dynamodb"), self.table("orders"), {":pk": {"S": f"ORD#{order_id}"}}
        items = dynamodb.query(TableName=table, KeyConditionExpression="pk = :pk", ExpressionAttributeValues=key)["Items"]
        for item in items:
            dynamodb.delete_item(TableName=table, Key={"pk": item["pk"], "sk": item["sk"]})
        return list(items)

    def bring_back(self, items: list[dict[str, Any]]) -> None:
        for item in items:
            self.aws.client("dynamodb").put_item(TableName=self.table("orders"), Item=item)

    def table(self, name: str) -> str:
        return set_in_use(self.aws.client("cloudformation"), LOCAL).name(name)


class Listener:
    """A queue behind an own rule on the shop's bus: hears the events of these types from now on."""

    def __init__(self, behind: Behind, *types: str) -> None:
        self._sqs, events = behind.aws.client("sqs"), behind.aws.client("events")
        name = f"listener-{uuid.uuid4().hex[:8]}"
        self._queue = self._sqs.create_queue(QueueName=name)["QueueUrl"]
        arn = self._sqs.get_queue_attributes(QueueUrl=self._queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        events.put_rule(Name=name, EventBusName=STAGE, EventPattern=json.dumps({"detail-type": list(types)}))
        events.put_targets(Rule=name, EventBusName=STAGE, Targets=[{"Id": "queue", "Arn": arn}])
        self._heard: dict[str, Any] = {}

    def heard(self, subject: str) -> list[str]:
        """The types of the events about `subject` so far, each event once (the bus may bring it twice), in order of their ids."""
        for message in self._sqs.receive_message(QueueUrl=self._queue, MaxNumberOfMessages=10).get("Messages", []):
            event = json.loads(message["Body"])["detail"]
            self._heard[event["id"]] = event
            self._sqs.delete_message(QueueUrl=self._queue, ReceiptHandle=message["ReceiptHandle"])
        return [event["type"] for _, event in sorted(self._heard.items()) if event["subject"] == subject]

    def hears(self, subject: str, *types: str) -> None:
        """Fails unless exactly these are heard about `subject` within a while."""
        eventually(lambda: self.heard(subject), lambda found: found == list(types))
