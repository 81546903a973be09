"""Text messages by SNS: what somebody asked for, and what they must know, to who has no e-mail address. The rest would cost more than it
tells; what the shop itself asks for (campaigns) goes to whoever has a number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from functions.notifications.channels.asked_once import asked_once
from functions.notifications.model.channel import Address, Outgoing, Recipient
from functions.notifications.model.message import masked
from functions.notifications.model.template import MARKETING, SMS
from functions.shared.contact.phones import normal_phone
from functions.shared.outside import aws
from functions.shared.plain.settings import settings

BY_SMS = frozenset({"incident.told", "order.link_requested", "registration.requested", "code.requested", "contact.changed"})
_KINDS = {kind: {"AWS.SNS.SMS.SMSType": {"DataType": "String", "StringValue": kind}} for kind in ("Transactional", "Promotional")}


class SmsChannel:
    name: ClassVar[str] = SMS
    own_words_only: ClassVar[bool] = False

    def tells(self, event: str) -> bool:
        return event in BY_SMS or event.startswith(MARKETING)

    def addresses(self, event: str, to: Recipient) -> Sequence[Address]:
        """An address without text for a number that is none: it is told in the log."""
        if not to.phone or (to.email and event in BY_SMS):
            return []
        number = _number(to.phone)
        return [Address(number, masked(number) if number else "")]

    def send(self, to: Address, message: Outgoing) -> str:
        return send(to.text, message.parts["text"], "Promotional" if message.event.startswith(MARKETING) else "Transactional")


def send(to: str, text: str, kind: str = "Transactional") -> str:
    """SNS's id of the message; `to` in E.164. Raises NotSent. SNS has no idempotency key for text messages and tells
    us nothing later: a worker that dies at the wrong moment, or an answer that is lost, leaves a second one."""
    with asked_once():
        answer = aws.client("sns", repeats=False).publish(PhoneNumber=to, Message=text, MessageAttributes=_KINDS[kind])
    return str(answer["MessageId"])


def _number(phone: str) -> str:
    """As SNS wants it; empty for what was kept before numbers were checked and is none."""
    try:
        return normal_phone(phone, (settings().default_country,))
    except ValueError:
        return ""
