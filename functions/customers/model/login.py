"""Logins and passwords, pure: which of two kinds a login is, and how long a password may be."""

from __future__ import annotations

MIN_PASSWORD = 10
MAX_PASSWORD = 256


def is_phone(login: str) -> bool:
    """Of a login in its one spelling: E.164 begins with a plus and has no @."""
    return login.startswith("+") and "@" not in login
