"""One message per event, channel and recipient: claimed by a conditional write, sent, then marked as sent.

A repeated event finds the message sent and does nothing. A worker that dies while sending leaves a lease that runs out, and the
retry sends. What remains: if it dies after SES took the mail and before the mark is written (or SES's answer is lost), the mail
goes out twice. SES has no idempotency key, so this window cannot be closed; a buyer told twice is better than one not told.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from functions.notifications.model.message import Message, State, masked, recipient_hash
from functions.notifications.model.purpose import OF_EVENT, Channel, Purpose
from functions.notifications.sending import mail, sms
from functions.notifications.sending.addressee import Addressee, addressee_of
from functions.notifications.sending.guest_limit import has_room
from functions.notifications.sending.may_send import why_not
from functions.notifications.sending.wording import BY_SMS, TELL_OF_THE_RIGHT, language_for, sms_text, values_of, wording
from functions.notifications.store.messages import claim, keep, message_key
from functions.notifications.store.suppressions import address_key
from functions.orders import note_told
from functions.shared.contact.phones import normal_phone
from functions.shared.events.contracts.complaints import ComplaintEscalated
from functions.shared.events.contracts.invoices import FapiaoLoginExpired
from functions.shared.events.contracts.order_notes import OrderCompensated
from functions.shared.events.contracts.orders import OrderPlaced, OrderRefunded
from functions.shared.events.contracts.shipments import ShipmentHandedOver
from functions.shared.events.contracts.staff import WebhookEndpointDisabled
from functions.shared.events.contracts.stock import StockLow
from functions.shared.events.contracts.withdrawals import WithdrawalDeclared
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import ids, times
from functions.shared.plain.settings import settings

EMAIL, SMS = Channel.EMAIL, Channel.SMS
_TO_STAFF = (StockLow.TYPE, FapiaoLoginExpired.TYPE, WebhookEndpointDisabled.TYPE)
# Longer than a call of SES takes; five receives of a message must be able to outlast it.
LEASE = timedelta(seconds=20)


def wanted(envelope: Envelope) -> bool:
    """Whether there is anything to say: an order of 0 is paid when it is placed, and confirmed by that mail alone; a refund of 0
    brings its payer nothing; that the first parcel left is told by the order's own event; that nobody answers a complaint
    is told once; and money that is given is told by its refund."""
    if envelope.type == ShipmentHandedOver.TYPE:
        return not data_of(envelope, ShipmentHandedOver).opens
    if envelope.type == OrderCompensated.TYPE:
        return data_of(envelope, OrderCompensated).kind == "coupon"
    if envelope.type == ComplaintEscalated.TYPE:
        return data_of(envelope, ComplaintEscalated).level == 1
    if envelope.type == OrderPlaced.TYPE:
        return data_of(envelope, OrderPlaced).order.total > 0
    return envelope.type != OrderRefunded.TYPE or data_of(envelope, OrderRefunded).amount > 0


def tell(envelope: Envelope) -> None:
    """Send the message of an event. Raises when it could not be sent: the queue tries again, then people look."""
    if not wanted(envelope):
        return
    person = addressee_of(envelope)
    if envelope.type in _TO_STAFF and not person.email:
        # Nobody asked to be told; who listens to the event knows.
        return
    channel, address = _way(envelope.type, person)
    language = language_for(person.language, envelope.type, channel)
    purpose, now = OF_EVENT.get(envelope.type, Purpose.TRANSACTIONAL), clock.now()
    message = Message(
        id=ids.derived_id("msg", envelope.id, channel, recipient_hash(address)),
        order_id=person.order_id,
        event_id=envelope.id,
        event=envelope.type,
        channel=channel.value,
        recipient=masked(address) if address else "",
        language=language,
        state=State.SENDING,
        created_at=times.iso(now),
        lease_until=times.iso(now + LEASE),
        person=person.customer_id,
        purpose=purpose,
        address_key=address_key(channel, address) if address else "",
    )
    key = message_key(person.partition, message.id)
    if not address:
        message = replace(message, state=State.SKIPPED, reason="no_email" if channel == EMAIL else "no_phone", lease_until="")
    claimed = claim(key, message)
    if claimed is None or not address:
        return
    message, version = claimed
    if reason := why_not(message):
        keep(key, version, replace(message, state=State.SKIPPED, reason=reason, lease_until=""))
        return
    if envelope.type != WithdrawalDeclared.TYPE and person.is_guest and message.attempts == 1 and not has_room(address):
        keep(key, version, replace(message, state=State.SKIPPED, reason="too_many_to_address", lease_until=""))
        fact("message.limited", message_id=message.id, event=message.event)
        return
    values = {**values_of(envelope.data, person.number, person.name, language), **person.values}
    try:
        if channel == SMS:
            provider_id = sms.send(address, sms_text(envelope.type, language, values))
        else:
            provider_id = mail.send(address, wording(envelope.type, language, values), message.id, person.partition)
    except mail.NotSent as error:
        keep(key, version, replace(message, state=State.FAILED, reason=error.code, lease_until=""))
        raise
    sent = replace(message, state=State.SENT, sent_at=times.iso(clock.now()), provider_id=provider_id, lease_until="")
    keep(key, version, sent)
    _note_told(envelope.type, person, channel)
    fact("message.sent", message_id=message.id, event=message.event, order_id=message.order_id, language=language)


def _note_told(event: str, person: Addressee, channel: str) -> None:
    """A mail is a durable medium, and it told the buyer of their right. A worker that dies before this is written leaves a buyer who counts
    as not told: the end is later then."""
    right = person.values.get("right")
    if channel == EMAIL and event in TELL_OF_THE_RIGHT and right is not None and right.counts:
        note_told(person.order_id, clock.now())


def _way(event: str, person: Addressee) -> tuple[Channel, str]:
    """Channel and address, empty where there is none. By text message only what was asked for, by who has no e-mail address."""
    if not person.email and person.phone and event in BY_SMS:
        return SMS, _number(person.phone)
    return EMAIL, person.email or ""


def _number(phone: str) -> str:
    """As SNS wants it; empty for what was kept before numbers were checked and is none."""
    try:
        return normal_phone(phone, (settings().default_country,))
    except ValueError:
        return ""
