"""Events of customers, their address books and what they agreed to. Ids and names of fields only: who needs the data asks for it; of a
guest a key by which nobody but the shop finds their address."""

from __future__ import annotations

from typing import ClassVar

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class RegistrationRequested:
    """Somebody wants an account; a code goes to the address they gave. Neither is told here: who mails it asks for both."""

    TYPE: ClassVar[str] = "registration.requested"
    VERSION: ClassVar[int] = 1
    registration_id: str
    language: str


@dataclass(frozen=True)
class CodeRequested:
    """A one-time code is to be sent. Neither it nor the login is told here: who sends it asks for both."""

    TYPE: ClassVar[str] = "code.requested"
    VERSION: ClassVar[int] = 1
    code_id: str
    purpose: str


@dataclass(frozen=True)
class SubscriptionRequested:
    """Somebody gave an address to be written to; it is asked whether that was they. `person`: a key of the address; `asked`: this time."""

    TYPE: ClassVar[str] = "subscription.requested"
    VERSION: ClassVar[int] = 1
    person: str
    asked: str
    purpose: str


@dataclass(frozen=True)
class SubscriptionEnded:
    """Somebody wants no more advertising of a kind (`purpose`) by a way (`channel`): by the link of a message, or in their account."""

    TYPE: ClassVar[str] = "subscription.ended"
    VERSION: ClassVar[int] = 1
    person: str
    purpose: str
    channel: str


@dataclass(frozen=True)
class CustomerRegistered:
    """A customer's record was made: at the first use of a confirmed account."""

    TYPE: ClassVar[str] = "customer.registered"
    VERSION: ClassVar[int] = 1
    customer_id: str
    language: str


@dataclass(frozen=True)
class CustomerImported:
    """A file of another system made the record, or filled in what was empty (`became`: created, updated). Nobody is greeted for it."""

    TYPE: ClassVar[str] = "customer.imported"
    VERSION: ClassVar[int] = 1
    customer_id: str
    became: str
    fields: list[str]


@dataclass(frozen=True)
class CustomerEdited:
    """Which top-level fields changed, not to what."""

    TYPE: ClassVar[str] = "customer.edited"
    VERSION: ClassVar[int] = 1
    customer_id: str
    customer_version: int
    fields: list[str]


@dataclass(frozen=True)
class ContactChanged:
    """Somebody signs in with another address (`contact`: email) or number (phone). Neither is told here: who writes to them asks."""

    TYPE: ClassVar[str] = "contact.changed"
    VERSION: ClassVar[int] = 1
    customer_id: str
    change_id: str
    contact: str


@dataclass(frozen=True)
class ExternalLoginLinked:
    """Somebody signs in by an account elsewhere, too. By which id is not told."""

    TYPE: ClassVar[str] = "external_login.linked"
    VERSION: ClassVar[int] = 1
    customer_id: str
    provider: str


@dataclass(frozen=True)
class ExternalLoginUnlinked:
    """Somebody signs in by an account elsewhere no more."""

    TYPE: ClassVar[str] = "external_login.unlinked"
    VERSION: ClassVar[int] = 1
    customer_id: str
    provider: str


@dataclass(frozen=True)
class AddressAdded:
    TYPE: ClassVar[str] = "address.added"
    VERSION: ClassVar[int] = 1
    customer_id: str
    address_id: str


@dataclass(frozen=True)
class AddressEdited:
    TYPE: ClassVar[str] = "address.edited"
    VERSION: ClassVar[int] = 1
    customer_id: str
    address_id: str
    fields: list[str]


@dataclass(frozen=True)
class AddressRemoved:
    TYPE: ClassVar[str] = "address.removed"
    VERSION: ClassVar[int] = 1
    customer_id: str
    address_id: str


@dataclass(frozen=True)
class ConsentDecided:
    """Somebody agreed to a purpose or not. `source`: by which way we know. `taken_back`: they had agreed before."""

    TYPE: ClassVar[str] = "consent.decided"
    VERSION: ClassVar[int] = 1
    person: str
    purpose: str
    given: bool
    text_version: str
    source: str
    taken_back: bool = False


@dataclass(frozen=True)
class ErasureRequested:
    """Somebody asked that a person be forgotten; it is worked on from now on."""

    TYPE: ClassVar[str] = "erasure.requested"
    VERSION: ClassVar[int] = 1
    person: str


@dataclass(frozen=True)
class PersonalDataRead:
    """Somebody of staff asked to see personal data in clear: of whom, of which kind of record, which fields. Who it was is the actor."""

    TYPE: ClassVar[str] = "personal_data.read"
    VERSION: ClassVar[int] = 1
    person: str
    record: str
    fields: list[str]


@dataclass(frozen=True)
class FactorAdded:
    """Signing in takes a second factor from now on. `factor`: of which kind (app, passkey)."""

    TYPE: ClassVar[str] = "factor.added"
    VERSION: ClassVar[int] = 1
    person: str
    factor: str


@dataclass(frozen=True)
class FactorRemoved:
    """`factor`: of which kind (app, passkey), or `all`; who did it is the actor."""

    TYPE: ClassVar[str] = "factor.removed"
    VERSION: ClassVar[int] = 1
    person: str
    factor: str


@dataclass(frozen=True)
class PasskeyCopied:
    """A passkey was refused: its counter did not go up, as that of a copy would not."""

    TYPE: ClassVar[str] = "factor.passkey_copied"
    VERSION: ClassVar[int] = 1
    person: str
    passkey: str


@dataclass(frozen=True)
class RecoveryCodesMade:
    TYPE: ClassVar[str] = "factor.recovery_codes_made"
    VERSION: ClassVar[int] = 1
    person: str


@dataclass(frozen=True)
class RecoveryCodeUsed:
    TYPE: ClassVar[str] = "factor.recovery_code_used"
    VERSION: ClassVar[int] = 1
    person: str
    left: int


@dataclass(frozen=True)
class PaymentPasswordSet:
    """The first one, or another in its place."""

    TYPE: ClassVar[str] = "factor.payment_password_set"
    VERSION: ClassVar[int] = 1
    person: str


@dataclass(frozen=True)
class RfmWanted:
    """A promotion or a coupon is for some segments of buyers only (`subject`: its id, or its campaign's): buyers are to be counted each
    night from now on."""

    TYPE: ClassVar[str] = "rfm.wanted"
    VERSION: ClassVar[int] = 1
    wanted_by: str


@dataclass(frozen=True)
class RfmChanged:
    """The night that ended at `counted_at` found a customer in another segment (functions/shared/plain/scores/rfm.py); empty: in none."""

    TYPE: ClassVar[str] = "rfm.changed"
    VERSION: ClassVar[int] = 1
    customer_id: str
    rfm: str
    before: str
    counted_at: str
