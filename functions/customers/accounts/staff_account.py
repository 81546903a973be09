"""Face: the account of somebody who is invited to the staff. Nothing is proven here: that they read the address was."""

from __future__ import annotations

from functions.customers.store import cognito
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.settings import settings


@dataclass(frozen=True)
class StaffAccount:
    subject: str
    has_password: bool
    """One they chose themselves."""


def account_for(login: str, *, make: bool = False, name: str = "") -> StaffAccount | None:
    """None where there is none, unless it is to be made; again: the same account."""
    if make:
        cognito.make(login, name=name, language=settings().default_language)
    found = cognito.account_of(login)
    return StaffAccount(found.subject, found.status == cognito.CONFIRMED) if found is not None else None


def set_first_password(login: str, password: str) -> None:
    """Raises Invalid (422 `weak_password`)."""
    cognito.set_password(login, password)
