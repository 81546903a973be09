"""The only way a message is made: `tell(envelope, channel)`. One per event, channel and recipient: claimed by a conditional write,
judged, sent, then marked as sent.

A repeated event finds the message sent and does nothing. A worker that dies while sending leaves a lease that runs out, and the
retry sends. Who was slow makes sure that the message is still theirs before they send it, and nobody's client asks a second time by
itself. What SES has it tells by an event, which marks the message before it would be tried again (ADR 118 says what remains).

What is not to go now is held beside its event and made anew when it is due, from the beginning: who refused meanwhile gets nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import uniform
from typing import Any

from jinja2 import TemplateError

from functions.notifications.channels.sms import BY_SMS
from functions.notifications.channels.table import channel_named
from functions.notifications.model.channel import Address, Attachment, Channel, NotSent, Outgoing, Recipient
from functions.notifications.model.message import Message, State, recipient_hash
from functions.notifications.model.message_link import Does
from functions.notifications.model.purpose import Channel as Own
from functions.notifications.model.purpose import Purpose
from functions.notifications.model.rules import RETRIES, WORD
from functions.notifications.sending.about import values_about
from functions.notifications.sending.addressed import Addressee
from functions.notifications.sending.addressee import addressee_of
from functions.notifications.sending.asked import Asked, asked_by
from functions.notifications.sending.guest_limit import counted
from functions.notifications.sending.may_send import judged
from functions.notifications.sending.rendering import rendered
from functions.notifications.sending.samples import sample_values
from functions.notifications.sending.wanted import wanted
from functions.notifications.sending.wording import TELL_OF_THE_RIGHT, language_for, values_of
from functions.notifications.store.message_links import link_for
from functions.notifications.store.messages import Key, claim, hold, keep, mark_sent, message_key
from functions.notifications.store.paces import wait_for_turn
from functions.notifications.store.rules import known_rules
from functions.notifications.store.suppressions import address_key
from functions.notifications.store.templates import published_languages
from functions.orders import note_told
from functions.reports import report_files
from functions.shared.events.contracts.invoices import FapiaoLoginExpired
from functions.shared.events.contracts.staff import FindingTold, ReportMade, WebhookEndpointDisabled
from functions.shared.events.contracts.stock import StockLow
from functions.shared.events.contracts.withdrawals import WithdrawalDeclared
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of
from functions.shared.outside import clock
from functions.shared.outside.observability import fact, logger
from functions.shared.plain import ids, times
from functions.shared.plain.errors import TooManyRequests

_TO_STAFF = (StockLow.TYPE, FapiaoLoginExpired.TYPE, FindingTold.TYPE, ReportMade.TYPE, WebhookEndpointDisabled.TYPE)
# Five receives of a message must be able to outlast it. A call of a provider takes less than `_CALL`, and nobody begins one with less left.
LEASE, _CALL = timedelta(seconds=30), timedelta(seconds=20)
# What nobody waits for leaves room for what somebody does.
_AHEAD, _AHEAD_UNHURRIED = 2.0, 0.5
_THROTTLED = "throttled"
_NO_ADDRESS: Mapping[str, str] = {Own.EMAIL: "no_email", Own.SMS: "no_phone"}


def tell(envelope: Envelope, by: str = Own.EMAIL) -> None:
    """Make the messages of an event on one channel; nothing where the channel is gone or has nothing to say. What is of a campaign names
    its channel itself, and is made on no other. Raises when one could not be made: the queue tries again, then people look."""
    asked, channel = asked_by(envelope), channel_named(by)
    if channel is None or asked.only_by not in ("", by) or not channel.tells(asked.template) or not wanted(envelope, by):
        return
    without_words = channel.own_words_only and not published_languages(asked.template, by)
    if without_words and not asked.cause:
        return
    person = addressee_of(envelope)
    if without_words:
        # A campaign asked for it, and its text was taken away since.
        _Making(envelope, asked, channel, person, Address("")).skip("no_text")
        return
    to = Recipient(person.customer_id, person.email or "", person.phone, person.name, person.language)
    failed: Exception | None = None
    for address in channel.addresses(asked.template, to) or _missing(by, asked, person):
        try:
            _Making(envelope, asked, channel, person, address).make()
        except Exception as error:  # noqa: BLE001 — one device that cannot be reached keeps no other from its message
            failed = failed or error
    if failed is not None:
        raise failed


def _missing(by: str, asked: Asked, person: Addressee) -> list[Address]:
    """That there is no address is told where the shop owes the message: in the log of mails, or of text messages for who gave a number.
    And to the campaign that asked."""
    if asked.cause:
        return [Address("")]
    if asked.template in _TO_STAFF:
        # Nobody asked to be told; who listens to the event knows.
        return []
    by_number = asked.template in BY_SMS and bool(person.phone)
    return [Address("")] if by == Own.EMAIL and not person.email and not by_number else []


class _Making:
    """One message on its way."""

    def __init__(self, envelope: Envelope, asked: Asked, channel: Channel, person: Addressee, address: Address) -> None:
        self._envelope, self._asked, self._channel, self._person, self._address = envelope, asked, channel, person, address

    def make(self) -> None:
        message = self._begun(clock.now())
        key = message_key(self._person.partition, message.id)
        if not self._address.text:
            self.skip(_NO_ADDRESS.get(message.channel, "no_address"))
            return
        if (claimed := claim(key, message)) is None:
            return
        message, version = claimed
        verdict = judged(message, self._envelope, clock.now())
        if verdict.until is not None:
            self._hold(key, version, message, State.WAITING, verdict.reason, verdict.until)
            return
        if verdict.reason:
            self._skipped(key, version, message, verdict.reason)
            return
        if self._is_limited(message):
            try:
                # With the message: whoever dies here has counted it, or counts it the next time.
                keep(key, version, replace(message, counted=True), [counted(self._address.text)])
            except TooManyRequests:
                self._skipped(key, version, message, "too_many_to_address")
                return
            message, version = replace(message, counted=True), version + 1
        if not self._has_turn(message):
            later = clock.now() + timedelta(seconds=uniform(60, 300))  # noqa: S311 — to spread them
            self._hold(key, version, message, State.WAITING, _THROTTLED, later)
        else:
            self._send(key, version, message)

    def skip(self, reason: str) -> None:
        """It is in the log, and so is why it is not made."""
        message = self._begun(clock.now())
        claim(message_key(self._person.partition, message.id), replace(message, state=State.SKIPPED, reason=reason, lease_until=""))

    def _begun(self, now: datetime) -> Message:
        asked, person, address, name = self._asked, self._person, self._address, self._channel.name
        is_kept = address.text and name in (Own.EMAIL, Own.SMS)
        return Message(
            id=ids.derived_id("msg", asked.once or self._envelope.id, name, recipient_hash(address.text)),
            order_id=person.order_id,
            event_id=self._envelope.id,
            event=asked.template,
            channel=str(name),
            recipient=address.shown,
            language=language_for(asked.language or person.language, asked.template, name),
            state=State.SENDING,
            created_at=times.iso(now),
            lease_until=times.iso(now + LEASE),
            person=person.customer_id,
            purpose=asked.purpose,
            address_key=address_key(name, address.text) if is_kept else "",
            cause=asked.cause,
        )

    def _skipped(self, key: Key, version: int, message: Message, reason: str) -> None:
        keep(key, version, replace(message, state=State.SKIPPED, reason=reason, lease_until=""))
        fact("message.skipped", message_id=message.id, event=message.event, channel=message.channel, reason=reason)

    def _is_limited(self, message: Message) -> bool:
        """The shop is no way to flood a stranger; what the law asks for goes all the same."""
        return self._person.is_guest and not message.counted and self._envelope.type != WithdrawalDeclared.TYPE

    def _has_turn(self, message: Message) -> bool:
        ahead = _AHEAD if message.purpose == Purpose.TRANSACTIONAL else _AHEAD_UNHURRIED
        return wait_for_turn(message.channel, known_rules().per_second.get(message.channel, 0), ahead)

    def _send(self, key: Key, version: int, message: Message) -> None:
        try:
            outgoing = self._outgoing(message)
            message, version = self._still_ours(key, version, message)
            provider_id = self._channel.send(self._address, outgoing)
        except NotSent as refused:
            self._refused(key, version, message, refused)
            return
        now = times.iso(clock.now())
        sent = replace(message, state=State.SENT, sent_at=now, provider_id=provider_id, lease_until="", reason=None, until="")
        mark_sent(key, version, sent)
        self._note_told(message)
        fact(
            "message.sent", message_id=message.id, event=message.event, order_id=message.order_id, language=message.language,
            channel=message.channel,
        )  # fmt: skip

    def _still_ours(self, key: Key, version: int, message: Message) -> tuple[Message, int]:
        """Who took long so far (a slow table, a cold start) may have lost it to somebody else. Raises Overtaken."""
        now = clock.now()
        if message.lease_until >= times.iso(now + _CALL):
            return message, version
        renewed = replace(message, lease_until=times.iso(now + LEASE))
        keep(key, version, renewed)
        return renewed, version + 1

    def _attachments(self) -> Sequence[Attachment]:
        if self._envelope.type != ReportMade.TYPE:
            return ()
        return [Attachment(one.name, one.content_type, one.content) for one in report_files(data_of(self._envelope, ReportMade).report_id)]

    def _refused(self, key: Key, version: int, message: Message, refused: NotSent) -> None:
        """Later again; after the last time the queue has it, and then the dead letters. What never will succeed is not tried."""
        fact("message.refused", message_id=message.id, event=message.event, channel=message.channel, reason=refused.code)
        if refused.for_good:
            keep(key, version, replace(message, state=State.SKIPPED, reason=refused.code, lease_until="", until=""))
        elif message.attempts <= len(RETRIES):
            pause = RETRIES[message.attempts - 1]
            later = clock.now() + (max(pause, WORD) if refused.word_follows else pause)
            self._hold(key, version, message, State.FAILED, refused.code, later)
        else:
            keep(key, version, replace(message, state=State.FAILED, reason=refused.code, lease_until="", until=""))
            raise refused

    def _hold(self, key: Key, version: int, message: Message, state: State, reason: str, until: datetime) -> None:
        held = replace(message, state=state, reason=reason, lease_until="", until=times.iso(until))
        hold(key, version, held, self._envelope, until)
        fact("message.held", message_id=message.id, event=message.event, channel=message.channel, reason=reason, until=held.until)

    def _outgoing(self, message: Message) -> Outgoing:
        person, asked = self._person, self._asked
        values: Mapping[str, Any] = {
            **values_of(self._envelope.data, person.number, person.name, message.language), **person.values, **asked.values,
        }  # fmt: skip
        if asked.cause:
            # A text may name more than a campaign says: what it does not say is empty.
            empty = {**sample_values(asked.template, message.language, minimal=True), "link": ""}
            values = {**empty, **values, **values_about(asked.about, message.language), "name": person.name, **asked.values}
        headers = None
        if asked.purpose is not Purpose.TRANSACTIONAL and message.person:
            leave = link_for(Does.LEAVE, asked.purpose, message.person, message.id, message.channel)
            values = {**values, "unsubscribe_link": leave, "preferences_link": leave}
            if message.channel == Own.EMAIL:
                headers = {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        try:
            parts = rendered(asked.template, message.channel, message.language, values)
        except TemplateError as fault:
            # Its words can be mended until it was tried for the last time.
            logger().exception("template unusable", extra={"message_id": message.id, "template": asked.template})
            raise NotSent("template_unusable") from fault
        return Outgoing(
            message.id, message.event, message.language, parts, message.person, message.order_id or self._envelope.subject,
            self._person.partition, headers, self._attachments(),
        )  # fmt: skip

    def _note_told(self, message: Message) -> None:
        """A mail is a durable medium, and it told the buyer of their right. A worker that dies before this is written leaves a buyer who
        counts as not told: the end is later then."""
        right = self._person.values.get("right")
        if message.channel == Own.EMAIL and message.event in TELL_OF_THE_RIGHT and right is not None and right.counts:
            note_told(self._person.order_id, clock.now())
