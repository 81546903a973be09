"""Reading what a form of the page sends."""

from __future__ import annotations

from urllib.parse import parse_qs

FORM_BYTES = 4096
_MOST_FIELDS = 20


def fields_of(raw: bytes, most: int = _MOST_FIELDS) -> dict[str, str]:
    """The first value of each field; empty for what is no form."""
    try:
        found = parse_qs(raw.decode(), max_num_fields=most)
    except ValueError:
        return {}
    return {name: values[0] for name, values in found.items()}
