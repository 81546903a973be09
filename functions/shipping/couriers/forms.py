"""Form posts as signed messages: the very names and values that were signed, or nothing."""

from __future__ import annotations

from urllib.parse import parse_qsl

from functions.shipping.couriers.port import Forged

_MOST_FIELDS = 50


def fields_of(raw: bytes) -> dict[str, str]:
    """Every field, blank ones too. Raises Forged for what is no UTF-8 form and for a name that comes twice: of two values, one was
    perhaps not signed."""
    try:
        pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise Forged from error
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise Forged
    return fields
