"""What a shop sees of a purchase, and what became of it. Nothing here says whether it was a fraud: labels are kept apart (people.py)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Attempt:
    """Somebody pays, or tries to. `fails`: their bank declines. All names are made up and say nothing of who they are."""

    at: int
    order: str
    person: str
    email: str
    address: str
    device: str
    place: str
    amount: int
    country: str
    card: str
    card_country: str
    provider_risk: str = ""
    fails: bool = False


@dataclass(frozen=True)
class Aftermath:
    """kind: refund or dispute, of what a person bought."""

    at: int
    person: str
    kind: str


Happening = Attempt | Aftermath
