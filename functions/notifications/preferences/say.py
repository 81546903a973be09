"""What somebody says they want to be sent: by account, by link, by one click. Saying it twice changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from functions.notifications.channels.table import brought_channels
from functions.notifications.model.message_link import Does, MessageLink
from functions.notifications.model.purpose import Basis, Channel, Preferences, Purpose, basis_of
from functions.notifications.store.messages import find_message, message_key, noted_put
from functions.notifications.store.preferences import change_preferences, preferences_of, still_there, subscriber_of, subscriber_put
from functions.notifications.store.records import customer_pk
from functions.privacy import Consent, Source, consents_of, note_consents
from functions.privacy import Purpose as Agreed
from functions.shared.events.envelope import Actor
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.errors import NotFound
from functions.shared.sealing import Erased
from functions.shared.store.again import again
from functions.shared.store.transactions import Put, Remember, transact

ADVERTISING: dict[str, Agreed] = {
    Channel.EMAIL: Agreed.MARKETING_EMAIL, Channel.SMS: Agreed.MARKETING_SMS, Channel.PUSH: Agreed.MARKETING_PUSH,
    Channel.WECHAT: Agreed.MARKETING_PUSH,
}  # fmt: skip
"""What a package brings counts as push, too: it calls upon somebody at a device of theirs."""
_THEMSELVES = Actor("guest")


def agreed_channels(person: str) -> dict[str, str]:
    """By which ways they may be sent advertising, and in which words they agreed. One Query."""
    given = {one.purpose: one.text_version for one in consents_of(person) if one.given}
    asked = {**ADVERTISING, **dict.fromkeys(brought_channels(), Agreed.MARKETING_PUSH)}
    return {channel: given[purpose] for channel, purpose in asked.items() if purpose in given}


def choose(
    person: str,
    switches: Sequence[tuple[Purpose, str, bool]],
    time_zone: str | None,
    quiet: tuple[str, str] | None = None,
    *,
    if_match: int | None,
    remember: Remember[Preferences],
) -> Preferences:
    """`time_zone`, `quiet` (from, until) None: as they are. Raises Erased, VersionConflict."""

    def change(known: Preferences) -> Preferences:
        for purpose, channel, on in switches:
            known = known.switched(purpose, channel, on=on)
        known = known if time_zone is None else replace(known, time_zone=time_zone)
        return known if quiet is None else replace(known, quiet_from=quiet[0], quiet_until=quiet[1])

    return change_preferences(person, change, if_match=if_match, remember=remember)


def leave(link: MessageLink, *, everything: bool = False) -> None:
    """Of that kind of message by that way, or of all advertising by it, whose consent is taken back. Whoever was erased gets none
    already."""
    told = _told_of(link)
    try:
        if everything and (agreed := _agreed_by(link.channel)):
            said = [Consent(agreed, False, "", Source.UNSUBSCRIBE, times.iso(clock.now()))]
            note_consents(link.person, said, actor=_THEMSELVES, remember=lambda _: told)
        else:
            change_preferences(link.person, lambda known: known.switched(link.purpose, link.channel, on=False), besides=told)
    except Erased:
        return
    fact("message.left", purpose=link.purpose.value, channel=str(link.channel), message_id=link.of, everything=everything)


def _agreed_by(channel: str) -> Agreed | None:
    """The consent that advertising by this way needs; the inbox of an account needs none."""
    return None if channel == Channel.INBOX else ADVERTISING.get(channel, Agreed.MARKETING_PUSH)


def _told_of(link: MessageLink) -> list[Put]:
    """Whoever had the message sent is told that it was the last one; once, however often the link is pressed."""
    found = find_message(message_key(customer_pk(link.person), link.of))
    if found is None or not found[0].cause or has_left(link):
        return []
    needed = basis_of(link.purpose) is Basis.CONSENT and _agreed_by(link.channel) is not None
    if needed and link.channel not in agreed_channels(link.person):
        return []
    return [noted_put(customer_pk(link.person), found[0], "unsubscribed")]


def come_back(link: MessageLink) -> None:
    """That kind again. Who took their consent back gives it where it is asked for."""
    change_preferences(link.person, lambda known: known.switched(link.purpose, link.channel, on=True))


def has_left(link: MessageLink) -> bool:
    return not preferences_of(link.person).wants(link.purpose, link.channel)


def confirm(link: MessageLink) -> None:
    """They are who gave the address: from now on they agree, if it is advertising that they asked for. Raises NotFound for a link
    that is over, or was followed by another one."""

    def attempt() -> str:
        one, now = subscriber_of(link.person), times.iso(clock.now())
        if link.does is not Does.JOIN or one is None or not one.email or not one.may_confirm(link.of, now):
            raise NotFound("There is no such page.")
        if not one.confirmed_at:
            transact([still_there(link.person), subscriber_put(one.confirmed(now))])
        return one.text_version

    try:
        words = again(attempt)
        if basis_of(link.purpose) is Basis.CONSENT:
            said = [Consent(Agreed.MARKETING_EMAIL, True, words, Source.ACCOUNT, times.iso(clock.now()))]
            note_consents(link.person, said, actor=_THEMSELVES, remember=lambda _: [])
        change_preferences(link.person, lambda known: known.switched(link.purpose, Channel.EMAIL, on=True))
    except Erased as gone:
        raise NotFound("There is no such page.") from gone
    fact("subscription.confirmed", purpose=link.purpose.value)
