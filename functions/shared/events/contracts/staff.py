"""Events of who works here, of roles, of API keys and of who outside is told of events: ids and names of roles, no personal data, no secret
and no hash of one."""

from __future__ import annotations

from typing import ClassVar

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class StaffInvited:
    """Also when it is sent again: `round` counts. Whoever mails it asks for the address and the link."""

    TYPE: ClassVar[str] = "staff.invited"
    VERSION: ClassVar[int] = 1
    invitation_id: str
    round: int
    language: str
    roles: list[str]
    merchants: list[str] | None
    warehouses: list[str] | None


@dataclass(frozen=True)
class StaffInvitationWithdrawn:
    TYPE: ClassVar[str] = "staff.invitation_withdrawn"
    VERSION: ClassVar[int] = 1
    invitation_id: str


@dataclass(frozen=True)
class StaffJoined:
    TYPE: ClassVar[str] = "staff.joined"
    VERSION: ClassVar[int] = 1
    person_id: str
    invitation_id: str
    roles: list[str]


@dataclass(frozen=True)
class StaffEdited:
    """`fields`: what changed; of what they may do also before and after."""

    TYPE: ClassVar[str] = "staff.edited"
    VERSION: ClassVar[int] = 1
    person_id: str
    fields: list[str]
    roles_before: list[str]
    roles: list[str]
    merchants: list[str] | None
    warehouses: list[str] | None


@dataclass(frozen=True)
class StaffSuspended:
    TYPE: ClassVar[str] = "staff.suspended"
    VERSION: ClassVar[int] = 1
    person_id: str


@dataclass(frozen=True)
class StaffReinstated:
    TYPE: ClassVar[str] = "staff.reinstated"
    VERSION: ClassVar[int] = 1
    person_id: str


@dataclass(frozen=True)
class StaffRemoved:
    """They are a customer like any other now."""

    TYPE: ClassVar[str] = "staff.removed"
    VERSION: ClassVar[int] = 1
    person_id: str
    roles_before: list[str]


@dataclass(frozen=True)
class RoleCreated:
    TYPE: ClassVar[str] = "role.created"
    VERSION: ClassVar[int] = 1
    role: str
    permissions: list[str]


@dataclass(frozen=True)
class RoleChanged:
    TYPE: ClassVar[str] = "role.changed"
    VERSION: ClassVar[int] = 1
    role: str
    permissions_before: list[str]
    permissions: list[str]


@dataclass(frozen=True)
class RoleRemoved:
    TYPE: ClassVar[str] = "role.removed"
    VERSION: ClassVar[int] = 1
    role: str
    permissions_before: list[str]


@dataclass(frozen=True)
class ApiKeyMade:
    TYPE: ClassVar[str] = "api_key.made"
    VERSION: ClassVar[int] = 1
    key_id: str
    name: str
    kind: str
    scopes: list[str]
    channel: str


@dataclass(frozen=True)
class ApiKeyRotated:
    """The secret of before counts until `overlap_until`."""

    TYPE: ClassVar[str] = "api_key.rotated"
    VERSION: ClassVar[int] = 1
    key_id: str
    overlap_until: str


@dataclass(frozen=True)
class ApiKeyTakenOver:
    """Somebody else answers for it now, and its rights are among theirs."""

    TYPE: ClassVar[str] = "api_key.taken_over"
    VERSION: ClassVar[int] = 1
    key_id: str
    former_maker: str
    maker: str


@dataclass(frozen=True)
class ApiKeyRevoked:
    TYPE: ClassVar[str] = "api_key.revoked"
    VERSION: ClassVar[int] = 1
    key_id: str


@dataclass(frozen=True)
class StaffPolicyChanged:
    """What everybody who works here needs from now on."""

    TYPE: ClassVar[str] = "staff.policy_changed"
    VERSION: ClassVar[int] = 1
    mfa_required_for_staff: bool


@dataclass(frozen=True)
class VerificationRequired:
    """What has to be proven of customers from now on."""

    TYPE: ClassVar[str] = "staff.verification_required"
    VERSION: ClassVar[int] = 1
    required: list[str]


@dataclass(frozen=True)
class PasskeySitesChanged:
    """The domains that passkeys are made for from now on; none: the shop's own."""

    TYPE: ClassVar[str] = "staff.passkey_sites_changed"
    VERSION: ClassVar[int] = 1
    sites: list[str]


@dataclass(frozen=True)
class WebhookEndpointDisabled:
    """It is not called any more until staff enable it. reason: failing (it took nothing for a day) | gone (it answered 410). `host`: of its
    address, the rest of which may be secret."""

    TYPE: ClassVar[str] = "webhook_endpoint.disabled"
    VERSION: ClassVar[int] = 1
    endpoint_id: str
    description: str
    host: str
    reason: str
    disabled_at: str


@dataclass(frozen=True)
class FindingTold:
    """Something is not as usual, for one of the staff who want to know (`person`). `found_at`: the hour (UTC) at whose end it was found;
    `reason`: a sentence by language."""

    TYPE: ClassVar[str] = "finding.told"
    VERSION: ClassVar[int] = 1
    finding_id: str
    person: str
    kind: str
    found_at: str
    reason: dict[str, str]


@dataclass(frozen=True)
class ReportMade:
    """A report that staff wanted by mail, for one of them (`person`). `first` and `last`: days of the store, both included. Its files stay
    with the shop for some days; who mails it asks for them."""

    TYPE: ClassVar[str] = "report.made"
    VERSION: ClassVar[int] = 1
    report_id: str
    person: str
    label: str
    language: str
    first: str
    last: str
