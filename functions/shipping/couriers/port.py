"""What the shop asks of a courier, in our own words. Adapters translate; nothing of a courier's format leaves them.

An adapter is a class below `Courier` that says what it is able to do (`abilities`) and does that; the rest it leaves alone, and is never
asked for. It is named by an entry point (discovery.py). Of every call:

- grams, millimetres, minor units of money; times in our RFC 3339 form (UTC), days as `YYYY-MM-DD` at the destination.
- Unavailable is raised when the outcome is unknown: no answer, 5xx, 429. The caller repeats the same call with the same key.
- Conflict `courier_refused` is raised when the courier said no for good; its sentence stands in the detail.
- No call is repeated by the adapter, and none takes longer than `outbound.call` allows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.pickup_point import PickupPoint
from functions.shared.plain.postal_address import Address
from functions.shared.plain.tracking import TraceEvent, TrackingStatus
from functions.shipping.couriers.account import Account
from functions.shipping.model.carrier import Carrier
from functions.shipping.model.measures import Measures as Measures


class Ability(StrEnum):
    QUOTE = "quote"
    WAYBILL = "waybill"
    CANCEL = "cancel"
    LABEL = "label"
    QUERY = "query"
    SUBSCRIBE = "subscribe"
    WEBHOOK = "webhook"
    PICKUP = "pickup"


class Forged(Exception):
    """Not signed by the courier, or not now. Answered with 401: a forger learns nothing."""


class Problem(StrEnum):
    """Why a message is not acknowledged. forged: not the courier's; unreadable: no message; later: it is to be sent again."""

    FORGED = "forged"
    UNREADABLE = "unreadable"
    LATER = "later"


@dataclass(frozen=True)
class Content:
    """Goods of a parcel: for customs, insurance and the form. `value` is that of one piece."""

    sku: str
    title: str
    quantity: int
    value: int
    weight_g: int = 0


@dataclass(frozen=True)
class QuoteRequest:
    receiver: Address
    measures: Measures
    currency: str
    company: str = ""
    sender: Address | None = None


@dataclass(frozen=True)
class Quote:
    """`service`: the courier's code of it; `amount` in minor units of `currency`; `days` to the door, None where it does not say."""

    service: str
    amount: int
    currency: str
    days: int | None = None


@dataclass(frozen=True)
class WaybillRequest:
    """`key` names this booking of the parcel for ever: asked twice with the same one, a courier makes one waybill. `receiver`: to whom and
    where it goes; `point`: the pick-up point that stands there, if it goes to one."""

    key: str
    shipment_id: str
    order_number: str
    receiver: Address
    service: str = ""
    company: str = ""
    sender: Address | None = None
    measures: Measures = field(default_factory=Measures)
    currency: str = ""
    contents: Sequence[Content] = ()
    notify_url: str = ""
    point: PickupPoint | None = None


@dataclass(frozen=True)
class Waybill:
    """`label_url`: where a person can see the courier's own label; empty when there is none to be seen without keys."""

    number: str
    label_url: str = ""
    billed_weight_g: int | None = None
    amount: int | None = None
    currency: str = ""


@dataclass(frozen=True)
class WaybillRef:
    """Which waybill: its number, the key it was asked for with, and the parcel. `phone`: the receiver's, which some ask as a proof."""

    number: str
    key: str = ""
    shipment_id: str = ""
    company: str = ""
    phone: str = ""


@dataclass(frozen=True)
class VoidAnswer:
    """`done`: the waybill is void, now or since earlier. Else `reason`: what the courier said, for good (it has the parcel, say)."""

    done: bool
    reason: str = ""


@dataclass(frozen=True)
class Label:
    content: bytes
    content_type: str = "application/pdf"


@dataclass(frozen=True)
class Trace:
    """All that the courier knows of a parcel now. `eta`: a day; `billed_weight_g`: what it weighed."""

    events: Sequence[TraceEvent]
    eta: str = ""
    billed_weight_g: int | None = None


@dataclass(frozen=True)
class Subscription:
    """`notify_url` is where messages are wanted; an adapter may add `/<token>` to it, and is given the token back with each message."""

    waybill: WaybillRef
    notify_url: str


@dataclass(frozen=True)
class PickupRequest:
    """A van is asked for: `ready_from` and `ready_until` are times."""

    key: str
    sender: Address
    ready_from: str
    ready_until: str
    parcels: int
    weight_g: int = 0
    company: str = ""


@dataclass(frozen=True)
class Pickup:
    reference: str


@dataclass(frozen=True)
class Webhook:
    """A message as received. `headers` have lower-case names; `token`: what follows the courier's name in the path, if anything;
    `received_at`: when it first came, once it is kept."""

    headers: Mapping[str, str]
    raw: bytes
    token: str = ""
    received_at: str = ""


@dataclass(frozen=True)
class CourierMessage:
    """News of one waybill. `company`: the courier's name for the carrier, where it knows many. `shipment_id`: ours, where it tells us back;
    then the waybill is that of the parcel. `events`: with `status` empty for codes that nobody knows. `follow_again`: it stopped following
    the parcel before there was anything to see, and is to be asked again. `corrected_company`: who has the parcel, if not who we said.
    `collect_code`: with it the receiver collects the parcel, where the courier says it to us."""

    waybill: str
    events: Sequence[TraceEvent]
    company: str = ""
    shipment_id: str = ""
    eta: str = ""
    billed_weight_g: int | None = None
    follow_again: bool = False
    corrected_company: str = ""
    collect_code: str = ""


@dataclass(frozen=True)
class Delivery:
    """What one webhook brought. `id` is the courier's own, the same whenever it is sent again; where there is none, a hash of the body."""

    id: str
    messages: Sequence[CourierMessage]


@dataclass(frozen=True)
class Answer:
    status: int = 200
    body: bytes = b'{"ok":true}'
    content_type: str = "application/json"


class Courier:
    """`code`: the name of its entry point. `account`: the entry of the couriers' secret, unless the carrier names another; the code if
    empty. `carriers`: those that the shop has because this adapter is there; without the ability to write waybills, people write them.
    `confirms`: what its messages say is believed only as it says so when it is asked (query), since anybody could have sent them."""

    code: ClassVar[str] = ""
    account: ClassVar[str] = ""
    abilities: ClassVar[frozenset[Ability]] = frozenset()
    carriers: ClassVar[tuple[Carrier, ...]] = ()
    local_only: ClassVar[bool] = False
    confirms: ClassVar[frozenset[TrackingStatus]] = frozenset()

    def __init__(self, account: Account) -> None:
        self._account = account

    def able(self, ability: Ability) -> bool:
        return ability in self.abilities

    def quote(self, request: QuoteRequest) -> Sequence[Quote]:
        """What the parcel would cost, by service. Raises Unavailable, Conflict `courier_refused`."""
        raise NotImplementedError

    def create_waybill(self, request: WaybillRequest) -> Waybill:
        """Raises Unavailable, Conflict `courier_refused`."""
        raise NotImplementedError

    def cancel(self, waybill: WaybillRef) -> VoidAnswer:
        """The parcel is not coming. One that is void already, or that the courier never heard of, is done. Raises Unavailable."""
        raise NotImplementedError

    def label(self, waybill: WaybillRef) -> Label:
        """The courier's own label. Raises Unavailable, Conflict `courier_refused`."""
        raise NotImplementedError

    def query(self, waybill: WaybillRef) -> Trace:
        """Raises Unavailable, Conflict `courier_refused`."""
        raise NotImplementedError

    def subscribe(self, subscription: Subscription) -> None:
        """Tell us whenever the parcel moves. One that is followed already is fine. Raises Unavailable, Conflict `courier_refused`."""
        raise NotImplementedError

    def pickup(self, request: PickupRequest) -> Pickup:
        """Raises Unavailable, Conflict `courier_refused`."""
        raise NotImplementedError

    def verify_webhook(self, webhook: Webhook, now: datetime) -> None:
        """Raises Forged. Looks at nothing but the raw bytes, headers and token; no network."""
        raise NotImplementedError

    def read_webhook(self, webhook: Webhook) -> Delivery:
        """A verified message's content; also long after it came. Raises Unreadable or Invalid."""
        raise NotImplementedError

    def acknowledge(self, problem: Problem | None = None) -> Answer:
        """What the courier wants to hear; None: its message is kept (also one that was kept before)."""
        if problem is None:
            return Answer()
        return Answer({Problem.FORGED: 401, Problem.UNREADABLE: 422, Problem.LATER: 503}[problem], b"")
