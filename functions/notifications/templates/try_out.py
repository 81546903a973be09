"""What a message would say: by a sample or about a real order; and one sent to whoever asks, at their own address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from functions.access import staff_contact
from functions.customers import customer_contact
from functions.notifications.channels.table import channel_named
from functions.notifications.model.channel import NotSent, Outgoing, Recipient
from functions.notifications.model.template import EMAIL, INBOX, PUSH, SMS, TemplateName, Version
from functions.notifications.model.text_message import sms_segments
from functions.notifications.sending.addressee import buyer_of
from functions.notifications.sending.check import faults_of
from functions.notifications.sending.guest_limit import has_room
from functions.notifications.sending.layout import layout
from functions.notifications.sending.rendering import of_files, of_version, source_of
from functions.notifications.sending.samples import sample_values
from functions.notifications.sending.sandbox import Unrenderable
from functions.notifications.sending.wording import values_of
from functions.notifications.store.records import customer_pk
from functions.notifications.store.rules import known_rules
from functions.notifications.store.templates import find_head, find_version
from functions.notifications.templates.schemas import TemplatePreview, TemplateTestOut
from functions.orders import order_summary
from functions.shared.auth.caller import Caller
from functions.shared.http.validation import MoneyModel
from functions.shared.outside import fresh
from functions.shared.plain.errors import Conflict, Invalid, NotFound, TooManyRequests, Unavailable
from functions.shared.store.transactions import Remember
from functions.shared.store.versions import keep_answer


def checked(name: TemplateName, parts: Mapping[str, str]) -> None:
    """Raises Invalid (422) with a fault for each part that cannot be kept."""
    faults = faults_of(name, parts, sms_segments=layout().sms_segments)
    if faults:
        raise Invalid("The template cannot be kept like this.", faults=faults, code=faults[0].code)


def previewed(
    name: TemplateName, parts: Mapping[str, str] | None, version: int | None, *, order: str | None, minimal: bool
) -> TemplatePreview:
    """Raises Invalid for parts that could not be kept, or cannot be rendered for this order; NotFound."""
    if parts is not None:
        checked(name, parts)
    values = _of_order(name, order) if order else sample_values(name.event, name.language, minimal=minimal)
    said = _rendered(name, Version(0, dict(parts), "", "") if parts is not None else _version(name, version), values)
    if name.channel != SMS:
        return TemplatePreview(parts=said, segments=None)
    segments, rules = sms_segments(said["text"]), known_rules()
    cost = MoneyModel(amount=segments * rules.sms_thousand, currency=rules.sms_currency) if rules.sms_currency else None
    return TemplatePreview(parts=said, segments=segments, cost_of_thousand=cost)


def send_to_caller(name: TemplateName, version: int | None, caller: Caller, *, remember: Remember[TemplateTestOut]) -> TemplateTestOut:
    """The answer is kept first, so that a repeated call sends none; one that then fails (503) is asked for anew, under another key. Raises
    Conflict (409 `no_address`) for who has no proven address, number or device on that channel; TooManyRequests."""
    channel, to = channel_named(name.channel), _own(name, caller)
    address = next(iter(channel.addresses(name.event, to)), None) if channel is not None else None
    if channel is None or address is None or not address.text:
        raise Conflict("A test goes to your own proven address, number, inbox or device; on this channel there is none.", code="no_address")
    said = _rendered(name, _version(name, version), sample_values(name.event, name.language))
    if not has_room(address.text):
        raise TooManyRequests("That were many tests; try again later.", retry_after=600)
    told = TemplateTestOut(channel=name.channel, recipient=address.shown)
    keep_answer(remember(told))
    parts = {part: f"[Test] {text}" if part in _MARKED.get(name.channel, ()) else text for part, text in said.items()}
    test = Outgoing(fresh.new_id("msg"), name.event, name.language, parts, caller.id, partition=customer_pk(caller.id))
    try:
        channel.send(address, test)
    except NotSent as error:
        raise Unavailable("The message was not taken.", code="not_sent") from error
    return told


_MARKED = {EMAIL: ("subject",), SMS: ("text",), INBOX: ("title",), PUSH: ("title",)}


def _own(name: TemplateName, caller: Caller) -> Recipient:
    """Of whoever asks, and nothing of anybody else's."""
    if not caller.id.startswith("cus_"):
        return Recipient()
    person, staff = customer_contact(caller.id), staff_contact(caller.id) if name.channel == EMAIL else None
    if name.channel == EMAIL:
        return Recipient(caller.id, email=(staff.email if staff else "") or "")
    return Recipient(caller.id, phone=person.phone if person else "", language=name.language)


def _version(name: TemplateName, number: int | None) -> Version | None:
    """None: the built-in one. Raises NotFound."""
    if number is None:
        head, _ = find_head(name.id)
        number = head.published if head else 0
    version = find_version(name.id, number) if number else None
    if version is None and (number or not source_of(name)):
        raise NotFound("There is no such version.")
    return version


def _rendered(name: TemplateName, version: Version | None, values: Mapping[str, Any]) -> dict[str, str]:
    if version is None:
        return of_files(name.event, name.channel, name.language, values)
    try:
        return of_version(name, version, values)
    except Unrenderable as error:
        raise Invalid.field("/parts", "unrenderable", f"It cannot be rendered: {error}") from error


def _of_order(name: TemplateName, order_id: str) -> dict[str, Any]:
    """As the event would be told of this order. Raises NotFound, and Invalid for an event that is about none."""
    sample = sample_values(name.event, name.language)
    if "order" not in sample:
        raise Invalid.field("/order", "not_about_orders", "This event does not carry an order.")
    person = buyer_of(order_id)
    summary = asdict(order_summary(order_id))
    told = values_of({"order": summary}, person.number, person.name, name.language)
    return {**sample, **{key: told[key] for key in ("order", "number", "name", "total", "free")}, **person.values}
