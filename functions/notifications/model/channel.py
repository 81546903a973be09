"""What a channel is asked, and what it answers. Built-in ones and those of packages are asked alike.

An adapter tries once and quickly: repeating, quiet hours, caps, preferences and the log are the caller's. It may be asked a second time
for the same `Outgoing.id` after a worker died: one whose provider knows idempotency keys passes it on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Protocol

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class Recipient:
    """Whom a message is for. `customer_id`: empty without an account. `phone` as it was written."""

    customer_id: str = ""
    email: str = ""
    phone: str = ""
    name: str = ""
    language: str = ""


@dataclass(frozen=True)
class Address:
    """Where to. `text` is what the provider wants and what tells two recipients apart; `shown` stands in the log and names nobody;
    `device`: the id under which the person registered it."""

    text: str
    shown: str = ""
    device: str = ""
    app: str = ""


@dataclass(frozen=True)
class Attachment:
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Outgoing:
    """A message as it goes: `parts` of the channel's template; `about`: what it is of, such as an order's id, for the app that opens it;
    `partition`: of the log; `attachments`: of a mail."""

    id: str
    event: str
    language: str
    parts: Mapping[str, str]
    customer_id: str = ""
    about: str = ""
    partition: str = ""
    headers: Mapping[str, str] | None = None
    attachments: Sequence[Attachment] = ()


class NotSent(Exception):
    """The provider said no; `code` is its reason, which names nobody. It is tried again later, unless it is `for_good`; where the address
    `is_gone` it is not used any more. Any other failure leaves open whether the message went out. `word_follows`: that is open here,
    too, and the provider tells by an event of its own if it has the message, so that is waited for before it is tried again."""

    def __init__(self, code: str, *, for_good: bool = False, is_gone: bool = False, word_follows: bool = False) -> None:
        super().__init__(code)
        self.code, self.for_good, self.is_gone, self.word_follows = code, for_good or is_gone, is_gone, word_follows


class Channel(Protocol):
    """`name`: as in the name of a template, letters, digits and `_`; what its templates are made of says `model/template.py: parts_of`.
    `own_words_only`: it says nothing of which the shop has published no template."""

    name: ClassVar[str]
    own_words_only: ClassVar[bool]

    def tells(self, event: str) -> bool:
        """Whether it speaks of such events at all. Asked before anything is read."""

    def addresses(self, event: str, to: Recipient) -> Sequence[Address]:
        """Where the message goes; none: nothing is said, and nothing logged."""

    def send(self, to: Address, message: Outgoing) -> str:
        """The provider's id of it. Raises NotSent."""
