"""E-mail addresses. One rule for accounts, carts and address books: what one of them takes, the others take."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from functions.shared.plain.settings import settings

MAX_EMAIL = 254
_LOOK_LIKE_LATIN = frozenset({"ARMENIAN", "CHEROKEE", "CYRILLIC", "GREEK"})


@lru_cache(maxsize=512)
def normal_email(text: str) -> str:
    """The address in its one spelling: narrow, in lower case, the domain in its own script. Raises ValueError.

    Refused: a name beside it (`Ada <ada@…>`), a number as domain (`ada@[127.0.0.1]`), quotes, a domain that cannot be on the internet
    (`.test` may be, where nothing is really sent), letters before the @ that our mail service cannot send to (all but ASCII), and a domain
    of which one part mixes Latin with letters that look like it: no registry gives it away, and whoever reads it takes it for another.
    Dots and tags before the @ (`a.da+shop@…`) make another address: only its own provider knows which are the same.
    """
    # Loaded at the first address only: most calls of a function never see one.
    from email_validator import EmailNotValidError, validate_email

    plain = unicodedata.normalize("NFKC", text).replace("。", ".").strip()
    try:
        found = validate_email(plain, check_deliverability=False, allow_smtputf8=False, test_environment=settings().is_local)
    except EmailNotValidError as error:
        raise ValueError(str(error)) from error
    if len(found.ascii_email or found.normalized) > MAX_EMAIL:
        raise ValueError("the address is too long")
    if not found.domain.isascii() and any(map(_mixes_alphabets, found.domain.split("."))):
        raise ValueError("a part of the domain mixes alphabets that look alike")
    # No mail provider tells Ada@ from ada@.
    return found.normalized.lower()


def _mixes_alphabets(label: str) -> bool:
    alphabets = {unicodedata.name(char, "").partition(" ")[0] for char in label if char.isalpha()}
    return "LATIN" in alphabets and bool(alphabets & _LOOK_LIKE_LATIN)


def same_email(text: str) -> str:
    """What two spellings of one mailbox have in common; for comparing, also addresses kept before there was one rule."""
    try:
        return normal_email(text)
    except ValueError:
        return unicodedata.normalize("NFKC", text).strip().lower()


def ascii_email(address: str) -> str:
    """The address as mail servers write it: the domain in ASCII."""
    local, _, domain = address.rpartition("@")
    if domain.isascii():
        return address
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(address, check_deliverability=False).ascii_email or address
    except EmailNotValidError:
        return f"{local}@{domain}"
