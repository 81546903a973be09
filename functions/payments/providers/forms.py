"""Form posts as signed messages: the very names and values that were signed, or nothing."""

from __future__ import annotations

from urllib.parse import parse_qsl

from functions.payments.model.errors import Forged

_MOST_FIELDS = 200


def fields_of(body: bytes) -> dict[str, str]:
    """Every field, blank ones too. Raises Forged for what is no UTF-8 form and for a name that comes twice: of two values, one was
    perhaps not signed."""
    try:
        text = body.decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise Forged from error
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise Forged
    return fields


def joined(fields: dict[str, str], *without: str) -> str:
    """`name=value` by name, as Alipay and UnionPay sign it."""
    return "&".join(f"{name}={fields[name]}" for name in sorted(fields) if name not in without)
