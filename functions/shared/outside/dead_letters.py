"""A queue of dead letters: what lies there is handed out once a look, given back untouched, or sent again. `shop redrive` and the staff API
do it in the same way.

A letter is sent before it is deleted: a crash in between repeats one, and consumers bear that. What dies again meanwhile is for the next
time, or a redrive would never end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from functions.shared.plain.deferred import dataclass

MOST = 100_000
"""Far more than ever lies there."""
_BATCH = 10
_HIDDEN = 30
"""Seconds: longer than a look takes; if it dies, so long the letters are out of sight."""
_DEPTH = "ApproximateNumberOfMessages"
Message = Mapping[str, Any]


@dataclass(frozen=True)
class DeadLetters:
    """`sqs`: a client; `url` of the queue of dead letters."""

    sqs: Any
    url: str

    def depth(self) -> int:
        """Messages that can be received, about."""
        return int(self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=[_DEPTH])["Attributes"][_DEPTH])

    def taken(self, most: int = MOST) -> Iterator[list[Message]]:
        """Each message once, out of sight for others from now on; whoever takes gives back, sends again or forgets."""
        seen: set[str] = set()
        while len(seen) < most:
            answer = self.sqs.receive_message(
                QueueUrl=self.url, MaxNumberOfMessages=min(_BATCH, most - len(seen)), WaitTimeSeconds=1, VisibilityTimeout=_HIDDEN,
                MessageAttributeNames=["All"], AttributeNames=["SentTimestamp"],
            )  # fmt: skip
            new = [one for one in answer.get("Messages", []) if one["MessageId"] not in seen]
            if not new:
                return
            seen |= {one["MessageId"] for one in new}
            yield new

    def give_back(self, messages: Sequence[Message]) -> None:
        for one in messages:
            self.sqs.change_message_visibility(QueueUrl=self.url, ReceiptHandle=one["ReceiptHandle"], VisibilityTimeout=0)

    def forget(self, message: Message) -> None:
        self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])

    def send_again(self, message: Message, url: str) -> None:
        self.sqs.send_message(QueueUrl=url, MessageBody=message["Body"])
        self.forget(message)


def meant_for(message: Message) -> str:
    """The name of the queue that the bus could not reach, by the ARN that it writes beside the event; empty where it names none."""
    arn = str(message.get("MessageAttributes", {}).get("TARGET_ARN", {}).get("StringValue", ""))
    return arn.rpartition(":")[2]
