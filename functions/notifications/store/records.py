"""The notifications table: one item per message, in the partition of its order or customer."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute

from functions.shared.plain.settings import table_name
from functions.shared.store.records import Record


class NotificationsTable(Record):
    """pk `ORD#<order id>` (`CUS#<customer id>`, `REG#<registration id>` for messages about no
    order), sk `MSG#<message id>`; `body` is a message.Message."""

    class Meta:
        table_name = table_name("notifications")


class HourRecord(NotificationsTable):
    """pk `TO#<hash of an address>`, sk `HOUR#<hour>`: how many mails went to an address that nobody has proven to be theirs."""

    class Meta:
        table_name = table_name("notifications")

    sent = NumberAttribute(default=0)


def order_pk(order_id: str) -> str:
    return f"ORD#{order_id}"


def customer_pk(customer_id: str) -> str:
    return f"CUS#{customer_id}"


def registration_pk(registration_id: str) -> str:
    return f"REG#{registration_id}"


def message_sk(message_id: str) -> str:
    return f"MSG#{message_id}"
