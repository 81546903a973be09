"""A message that the marketing domain asked for: whether it may go is decided here, when it goes, and it says what became of it.

Claimed, sent and marked as every message (`notify.py`). Advertising goes to who agreed to it by that way; what somebody asked for, to who
asked; and each mail has the one click that ends its kind (RFC 8058).
"""

from __future__ import annotations

from dataclasses import replace

from functions.customers import customer_contact
from functions.notifications.model.message import Message, State, masked
from functions.notifications.model.message_link import Does
from functions.notifications.model.purpose import Basis, Channel, Purpose, basis_of
from functions.notifications.preferences.say import agreed_channels
from functions.notifications.sending import mail
from functions.notifications.sending.addressee import Addressee
from functions.notifications.sending.may_send import why_not
from functions.notifications.sending.notify import LEASE
from functions.notifications.sending.samples import sample_values
from functions.notifications.sending.wording import language_for, wording
from functions.notifications.store.message_links import link_for
from functions.notifications.store.messages import claim, keep, message_key
from functions.notifications.store.preferences import subscriber_of
from functions.notifications.store.records import customer_pk
from functions.notifications.store.suppressions import address_key
from functions.shared.events.contracts.promotions import MessageRequested
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import ids, times


def send_requested(envelope: Envelope) -> None:
    """Raises when it could not be sent: the queue tries again, then people look."""
    asked = data_of(envelope, MessageRequested)
    person = _addressee(asked)
    purpose, channel, now = Purpose(asked.purpose), Channel(asked.channel), clock.now()
    language = language_for(person.language, asked.template, channel)
    message = Message(
        id=ids.derived_id("msg", envelope.id, channel, asked.person),
        order_id="",
        event_id=envelope.id,
        event=asked.template,
        channel=channel.value,
        recipient=masked(person.email) if person.email else "",
        language=language,
        state=State.SENDING,
        created_at=times.iso(now),
        lease_until=times.iso(now + LEASE),
        person=asked.person,
        purpose=purpose,
        address_key=address_key(channel, person.email) if person.email else "",
        cause=asked.cause,
    )
    key = message_key(person.partition, message.id)
    claimed = claim(key, message)
    if claimed is None:
        return
    message, version = claimed
    if reason := _why_not(person, message):
        keep(key, version, replace(message, state=State.SKIPPED, reason=reason, lease_until=""))
        return
    assert person.email is not None
    leave = link_for(Does.LEAVE, purpose, asked.person, message.id)
    said = {**asked.values, "name": person.name, "unsubscribe_link": leave, "preferences_link": leave}
    values = {**sample_values(asked.template, language, minimal=True), **said}
    values |= {name: "" for name in ("link",) if name not in asked.values}
    headers = {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    try:
        provider_id = mail.send(person.email, wording(asked.template, language, values), message.id, person.partition, headers)
    except mail.NotSent as error:
        keep(key, version, replace(message, state=State.FAILED, reason=error.code, lease_until=""))
        raise
    sent = replace(message, state=State.SENT, sent_at=times.iso(clock.now()), provider_id=provider_id, lease_until="")
    keep(key, version, sent)
    fact("message.sent", message_id=message.id, event=message.event, cause=message.cause, language=language)


def _addressee(asked: MessageRequested) -> Addressee:
    """Nobody, for who was erased or never confirmed their address."""
    partition = customer_pk(asked.person)
    if asked.person.startswith("cus_"):
        found = customer_contact(asked.person)
        if found is None:
            return Addressee(partition, None, "", asked.language)
        return Addressee(partition, found.email, found.name, found.language or asked.language, customer_id=asked.person)
    one = subscriber_of(asked.person)
    if one is None or not one.confirmed_at:
        return Addressee(partition, None, "", asked.language)
    return Addressee(partition, one.email or None, "", one.language or asked.language)


def _why_not(person: Addressee, message: Message) -> str:
    """Empty: it goes."""
    if message.channel != Channel.EMAIL:
        return "no_such_way"
    if not person.email:
        return "no_email"
    purpose = Purpose(message.purpose)
    if basis_of(purpose) is Basis.CONSENT and Channel(message.channel) not in agreed_channels(message.person):
        return "no_consent"
    return why_not(message)
