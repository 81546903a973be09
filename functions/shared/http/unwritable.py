"""What stands in an address and cannot be a name of ours, or no text at all: refused before anybody looks it up."""

from __future__ import annotations

from typing import Any

from functions.shared.plain.errors import NotFound, Unreadable

LONGEST_NAME = 1000


def refuse_unwritable(current: Any) -> None:
    """Raises Unreadable (400) for what is no text, NotFound for a name in the path that is longer than any of ours (and than a key of the
    tables may be)."""
    params = current.query_params
    path = list((current.uri_params or {}).values())
    query = [(name, *params.getlist(name)) for name in params] if params else []
    try:
        sizes = [len(text.encode()) for text in (*path, *(text for texts in query for text in texts))]
    except UnicodeEncodeError as error:
        raise Unreadable("The address holds what is no text.", code="invalid_encoding") from error
    if any(size > LONGEST_NAME for size in sizes[: len(path)]):
        raise NotFound
