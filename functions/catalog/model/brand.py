"""A brand as plain data."""

from __future__ import annotations

from dataclasses import field

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class Brand:
    id: str
    name: dict[str, str]
    description: dict[str, str] = field(default_factory=dict)
    logo: str | None = None
    sort: int = 0
    external_id: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    private_metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class BrandFacts:
    """What a product shows of its brand; `version` is that of the brand it was taken from."""

    id: str
    name: dict[str, str]
    logo: str | None
    version: int
