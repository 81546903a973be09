"""Events of privacy. Of persons only their ids; of a guest a key by which nobody but the shop finds their address."""

from __future__ import annotations

from typing import ClassVar

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class ConsentDecided:
    """Somebody agreed to a purpose or took it back. `source`: by which way we know."""

    TYPE: ClassVar[str] = "consent.decided"
    VERSION: ClassVar[int] = 1
    person: str
    purpose: str
    given: bool
    text_version: str
    source: str


@dataclass(frozen=True)
class PersonalDataRead:
    """Somebody of staff asked to see personal data in clear: of whom, of which kind of record, which fields. Who it was is the actor."""

    TYPE: ClassVar[str] = "personal_data.read"
    VERSION: ClassVar[int] = 1
    person: str
    record: str
    fields: list[str]
