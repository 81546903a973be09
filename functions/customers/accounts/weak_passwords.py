"""Which passwords are too easy: by rule, and by what lists of leaked ones know."""

from __future__ import annotations

from functions.customers.model.login import MAX_PASSWORD, MIN_PASSWORD, is_phone

_LOOKED_AT = 72
"""Characters that the estimate takes; whatever follows makes a password no easier."""
_EASY = 10**8
"""Guesses that somebody needs who knows the lists: fewer than this and a throttled sign-in does not keep them out for long."""
_LEAKED = "passwords"
_NOTHING_NEW = {"sequence", "repeat", "date"}


def weakness(password: str, login: str) -> str | None:
    """Why the password is too easy, or None. At least as strict as the user pool, so that the pool never has to say it:
    its refusal would come after it looked for the account, and tell whether there is one."""
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        return f"Use {MIN_PASSWORD} to {MAX_PASSWORD} characters."
    if password != password.strip():
        return "Do not begin or end with a blank."
    kinds = (any("a" <= c <= "z" for c in password), any("A" <= c <= "Z" for c in password), any("0" <= c <= "9" for c in password))
    if not all(kinds):
        return "Use small letters, capital letters and digits."
    lowered = password.lower()
    # Of a number the last digits: people leave out the country's.
    owner = login[-8:] if is_phone(login) else login.partition("@")[0]
    if len(owner) > 3 and owner in lowered:
        return "Do not use your login in the password."
    return "This password is on every list of leaked passwords." if _is_easy(password) else None


def _is_easy(password: str) -> bool:
    """By the lists of leaked passwords, words and names that come with zxcvbn, with look-alikes, rows of keys and dates. Asks nobody."""
    # Loaded at the first password only: the lists are 0.8 MB.
    from zxcvbn import zxcvbn

    if len(set(password.lower())) < 5:
        return True
    found = zxcvbn(password[:_LOOKED_AT])
    # Two leaked ones beside each other are as good as one.
    parts = [part.get("dictionary_name") == _LEAKED or part["pattern"] in _NOTHING_NEW for part in found["sequence"]]
    return found["guesses"] < _EASY or all(parts)
