"""Logins and passwords, pure: how a login is compared, and which passwords are too easy."""

from __future__ import annotations

import unicodedata

MIN_PASSWORD = 10
MAX_PASSWORD = 256

# What lists of leaked passwords are made of, once digits, signs and look-alikes are taken off.
_COMMON = frozenset(
    {
        "password", "passwort", "passw", "letmein", "welcome", "qwerty", "qwertyuiop", "qwertz", "azerty", "asdfgh", "asdfghjkl",
        "zxcvbn", "zxcvbnm", "abcd", "abcdef", "iloveyou", "admin", "administrator", "root", "login", "master", "monkey",
        "dragon", "sunshine", "princess", "football", "baseball", "superman", "batman", "shadow", "michael", "jordan", "trustno",
        "testing", "guest", "changeme", "default", "secret", "summer", "winter", "spring", "autumn", "freedom", "whatever",
        "starwars", "pokemon", "computer", "internet", "samsung", "google", "facebook", "liverpool", "arsenal", "chelsea",
        "charlie", "woaini", "wangyut", "nihao", "taobao", "alipay", "qazwsx", "qazwsxedc",
    }
)  # fmt: skip
_LOOK_ALIKES = str.maketrans("@$03!", "asoei")


def normal_login(login: str) -> str:
    """The one spelling of a login: `  A@X.com` and `a@x.com` are the same account."""
    return unicodedata.normalize("NFKC", login).strip().lower()


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
    owner = login.partition("@")[0]
    if len(owner) > 3 and owner in lowered:
        return "Do not use your login in the password."
    plain = lowered.strip("0123456789!?.,;:-_#*+ ")
    if plain in _COMMON or plain.translate(_LOOK_ALIKES) in _COMMON or len(set(lowered)) < 5:
        return "This password is on every list of leaked passwords."
    return None
