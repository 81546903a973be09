"""Fields of providers' messages, taken over only in the form that was agreed."""

from __future__ import annotations


def reference(value: object, longest: int = 64) -> str:
    """Somebody's name for a payment, a refund or a movement. Raises ValueError."""
    if not isinstance(value, str) or not 0 < len(value) <= longest:
        raise ValueError("a reference has another form than agreed")
    return value
