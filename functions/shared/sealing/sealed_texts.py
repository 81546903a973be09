"""Texts sealed with a person's key, bound to whom they are of and to what they are: a blob that was put into another item, or under another
person, does not open."""

from __future__ import annotations

from functions.shared.sealing.ciphers import opened_with, sealed_with
from functions.shared.sealing.person_keys import key_for, key_of, of_this_month, of_time


def sealed_for(person: str, what: str, text: str) -> str:
    """Raises Erased for one who was erased, Unavailable while KMS cannot be asked."""
    return sealed_with(key_for(person), f"{person}|{what}", text)


def opened(person: str, what: str, sealed: str) -> str:
    """Raises Erased, KeyGone, Unavailable; cryptography.exceptions.InvalidTag for what belongs elsewhere."""
    return opened_with(key_of(person), f"{person}|{what}", sealed)


def sealed_this_month(what: str, place: str, text: str) -> str:
    """For what is of somebody whom nobody knows (yet), and for what is not needed for long: with the key that all `what` of this month
    have. Raises Unavailable."""
    key = of_this_month(what)
    return f"{key}|{sealed_for(key, place, text)}"


def opened_of_month(what: str, place: str, kept: str) -> str:
    """What was stored before months had keys is as it is. Raises Erased once the key of its month was destroyed, Unavailable."""
    key, _, sealed = kept.partition("|")
    return opened(key, place, sealed) if key.startswith(of_time(what, "")) else kept
