"""The webhook inbox: a verified message is written once, and stays. One DynamoDB request, also for a repetition."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from functions.payments.model.provider_event import ProviderEvent
from functions.payments.store.records import INBOX_SK, InboxRecord, inbox_pk
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.store.records import connection, find


@dataclass(frozen=True)
class Message:
    """What a provider told in one webhook. Its raw text is not kept (it can hold personal data), only the facts and its hash."""

    provider: str
    key: str
    events: list[ProviderEvent]
    received_at: str


def store(message: Message) -> bool:
    """Keep the message. True when it still has to be processed: it is new, or an earlier delivery was not processed yet."""
    record = InboxRecord(pk=inbox_pk(message.provider, message.key), sk=INBOX_SK, kind="inbox", body=dump(message))
    try:
        connection().client.put_item(
            TableName=InboxRecord.Meta.table_name,
            Item=record.serialize(),
            ConditionExpression="attribute_not_exists(pk)",
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        known: dict[str, Any] = error.response.get("Item", {})
        return "processed_at" not in known
    return True


def read(provider: str, key: str) -> tuple[InboxRecord, Message]:
    """The message and its item. Raises LookupError when it was never stored."""
    record = find(InboxRecord, inbox_pk(provider, key), INBOX_SK)
    if record is None:
        raise LookupError(f"no message {key} of {provider} in the inbox")
    return record, load(Message, record.body)


def message_of(provider: str, events: list[ProviderEvent]) -> Message:
    return Message(provider, events[0].event_key, events, times.iso(clock.now()))
