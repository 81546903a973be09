"""The notifications table: one item per message, in the partition of its order or customer."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from functions.shared.plain.settings import table_name
from functions.shared.store.records import Record


class NotificationsTable(Record):
    """pk `ORD#<order id>` (`CUS#<customer id>`, `REG#<registration id>`, `INVITE#<invitation id>`, `STOCK#<variant id>`,
    `SELLER#<legal entity>` for messages about no order), sk `MSG#<message id>`; listed `MESSAGES#<state>#<shard>` / time, id once something
    became of it; `body` is a message.Message."""

    class Meta:
        table_name = table_name("notifications")


class HourRecord(NotificationsTable):
    """pk `TO#<keyed hash of an address>`, sk `HOUR#<hour>`: how many mails went to an address that nobody has proven to be theirs."""

    class Meta:
        table_name = table_name("notifications")

    sent = NumberAttribute(default=0)


def order_pk(order_id: str) -> str:
    return f"ORD#{order_id}"


def customer_pk(customer_id: str) -> str:
    """Also of somebody without an account, by the key of their address."""
    return f"CUS#{customer_id}"


def registration_pk(registration_id: str) -> str:
    return f"REG#{registration_id}"


def code_pk(code_id: str) -> str:
    return f"OTP#{code_id}"


def invitation_pk(invitation_id: str) -> str:
    return f"INVITE#{invitation_id}"


def stock_pk(variant_id: str) -> str:
    return f"STOCK#{variant_id}"


def gift_card_pk(card_id: str) -> str:
    return f"GIFT#{card_id}"


def seller_pk(entity_id: str) -> str:
    return f"SELLER#{entity_id}"


def message_sk(message_id: str) -> str:
    return f"MSG#{message_id}"


class EndpointRecord(NotificationsTable):
    """pk `ENDPOINTS`, sk `HOOK#<endpoint id>`; `body` is an endpoint.Endpoint. One that was removed goes after a while by `ttl`."""

    class Meta:
        table_name = table_name("notifications")


class DeliveryRecord(NotificationsTable):
    """pk `HOOK#<endpoint id>`, sk `DLV#<event id>`; gsi1 `DELIVERIES#<endpoint>` / time, event; listed `DEADLETTERS#<shard>` / time,
    endpoint, event while it is one; goes after a while by `ttl`. `body` is a delivery.Delivery."""

    class Meta:
        table_name = table_name("notifications")


class LaneRecord(NotificationsTable):
    """pk `HOOK#<endpoint id>`, sk `LANE#<resource>`; due `HOOK#<endpoint>#<slot>` while something waits; `body` is a lane.Lane."""

    class Meta:
        table_name = table_name("notifications")


class SlotRecord(NotificationsTable):
    """pk `HOOK#<endpoint id>`, sk `SLOT#<slot>`: who works there, until when."""

    class Meta:
        table_name = table_name("notifications")

    lease_until = UnicodeAttribute(null=True)


class HealthRecord(NotificationsTable):
    """pk `HOOK#<endpoint id>`, sk `HEALTH`: when something was last delivered there, to some minutes."""

    class Meta:
        table_name = table_name("notifications")

    delivered_at = UnicodeAttribute(null=True)


class ErrandRecord(NotificationsTable):
    """pk `HOOK#<endpoint id>`, sk `ERRAND#<name>`; due `ERRANDS`; `body` is an errand.Errand."""

    class Meta:
        table_name = table_name("notifications")


class PreferencesRecord(NotificationsTable):
    """pk `CUS#<customer id, or the key of a guest's address>`, sk `PREFERENCES`; `body` is purpose.Preferences."""

    class Meta:
        table_name = table_name("notifications")


class SubscriberRecord(NotificationsTable):
    """pk `CUS#<key of an address>`, sk `SUBSCRIBER`; `body` is a subscriber.Subscriber, sealed with that person's key."""

    class Meta:
        table_name = table_name("notifications")


class SuppressionRecord(NotificationsTable):
    """pk `SUPPRESSED#<id>`, sk `SUPPRESSION`; listed `SUPPRESSIONS#<shard>` / time, id; `body` is a suppression.Suppression."""

    class Meta:
        table_name = table_name("notifications")


PREFERENCES_SK, SUBSCRIBER_SK, SUPPRESSION_SK, SUPPRESSIONS = "PREFERENCES", "SUBSCRIBER", "SUPPRESSION", "SUPPRESSIONS"
ENDPOINTS_PK = "ENDPOINTS"


def suppression_pk(suppression_id: str) -> str:
    return f"SUPPRESSED#{suppression_id}"


def messages_in(state: str) -> str:
    return f"MESSAGES#{state}"


def messages_by(channel: str, state: str) -> str:
    return f"MESSAGES#{channel}#{state}"


def endpoint_sk(endpoint_id: str) -> str:
    return f"HOOK#{endpoint_id}"


def endpoint_pk(endpoint_id: str) -> str:
    return f"HOOK#{endpoint_id}"


def delivery_sk(event_id: str) -> str:
    return f"DLV#{event_id}"


def deliveries_of(endpoint_id: str) -> str:
    return f"DELIVERIES#{endpoint_id}"


def lane_sk(resource: str) -> str:
    return f"LANE#{resource}"


def slot_sk(slot: int) -> str:
    return f"SLOT#{slot}"


def errand_sk(name: str) -> str:
    return f"ERRAND#{name}"


def due_in(endpoint_id: str, slot: int) -> str:
    return f"HOOK#{endpoint_id}#{slot}"


class TemplateFaultRecord(NotificationsTable):
    """pk `TEMPLATE#<name>`, sk `FAULT#<version>`: how often that version could not be used in sending, and why it last was not."""

    class Meta:
        table_name = table_name("notifications")

    times = NumberAttribute(default=0)


class TemplateCountRecord(NotificationsTable):
    """pk and sk `TEMPLATECOUNT`: how many templates of the shop's own there are."""

    class Meta:
        table_name = table_name("notifications")

    times = NumberAttribute(default=0)


class HeldRecord(NotificationsTable):
    """A message that waits for its time: due `HELD#<shard>`; `held` is the envelope of what it is of."""

    class Meta:
        table_name = table_name("notifications")

    held = UnicodeAttribute(null=True)


class RulesRecord(NotificationsTable):
    """pk and sk `MESSAGERULES`; `body` is a rules.Rules."""

    class Meta:
        table_name = table_name("notifications")


class CapRecord(NotificationsTable):
    """pk `CUS#<person>`, sk `CAP`: what they were sent of what nobody waits for in the last seven days; `body` is message ids by time."""

    class Meta:
        table_name = table_name("notifications")


class DeviceRecord(NotificationsTable):
    """pk `CUS#<customer id>`, sk `DEVICE#<id>`; gsi1 `DEVICE#<keyed hash of the token>` / person; `body` is a devices.Device."""

    class Meta:
        table_name = table_name("notifications")


class EntryRecord(NotificationsTable):
    """pk `CUS#<customer id>`, sk `INBOX#<time>#<message id>`; listed `UNREAD#<customer id>` / sk until it is read; `body` is an
    inbox.Entry, sealed with that person's key; goes by `ttl`."""

    class Meta:
        table_name = table_name("notifications")

    read_at = UnicodeAttribute(null=True)


RULES_KEY, CAP_SK = "MESSAGERULES", "CAP"


def device_sk(device_id: str) -> str:
    return f"DEVICE#{device_id}"


def entry_sk(at: str, message_id: str) -> str:
    return f"INBOX#{at}#{message_id}"


def unread_of(customer_id: str) -> str:
    return f"UNREAD#{customer_id}"


def held_in(shard: int) -> str:
    return f"HELD#{shard}"
