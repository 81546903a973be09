"""Bodies of items whose personal fields are sealed, all of them in one text beside the rest (ADR 71). What is left is a body of its kind,
with nothing where a person was: who needs no person reads it as any other, and needs no key.

Bodies of before are read as they are, and sealed when they are next written.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic_core import from_json

from functions.shared.plain.bodies import as_json, dump, load, parsed, text_of
from functions.shared.plain.errors import Unavailable
from functions.shared.sealing.ciphers import opened_with, sealed_with
from functions.shared.sealing.person_keys import Erased, KeyGone, key_for, key_of
from functions.shared.sealing.personal_fields import emptied, whole

T = TypeVar("T")
SEALED = "sealed_fields"
_BETWEEN = "|"


def sealed_body(value: Any, fields: Sequence[str], *, key: str, place: str) -> str:
    """`key`: whose; `place`: of the item, to which it is bound. Without what is personal when that key was destroyed: what arrives late
    brings nobody back. Raises Unavailable while KMS cannot be asked."""
    body, taken = emptied(as_json(value), fields)
    if not taken:
        return dump(value)
    try:
        sealed = sealed_with(key_for(key), _bound(key, place), text_of(taken))
    except Erased:
        return text_of(body)
    return text_of({**body, SEALED: f"{key}{_BETWEEN}{sealed}"})


def opened_body(shape: type[T], text: str | None, *, place: str) -> T:
    """Nothing where a person was whose key was destroyed. Raises Unavailable while its key cannot be had: what is written without what it
    says would be lost."""
    if not text or f'"{SEALED}"' not in text:
        return load(shape, text)
    return parsed(shape, opened_json(from_json(text), place=place))


def opened_json(body: Any, *, place: str) -> Any:
    """The same of what was read as JSON; the given one is changed."""
    sealed = body.pop(SEALED, None) if isinstance(body, dict) else None
    if not sealed:
        return body
    key, _, text = sealed.partition(_BETWEEN)
    try:
        opener = key_of(key)
    except Erased:
        return body
    except KeyGone as gone:
        raise Unavailable("The key of what is sealed here is not there (docs/operations.md).", code="key_missing") from gone
    return whole(body, from_json(opened_with(opener, _bound(key, place), text)))


def _bound(key: str, place: str) -> str:
    return f"{key}{_BETWEEN}{place}"
