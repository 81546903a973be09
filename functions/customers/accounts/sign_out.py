"""Signing out: of this session, or of all."""

from __future__ import annotations

from functions.access import end_session
from functions.customers.accounts.change_password import end_all
from functions.customers.store.own_session import OwnSession
from functions.shared.plain.ids import customer_id


def sign_out(own: OwnSession, *, everywhere: bool) -> None:
    """Whatever the pool makes of a refresh token of the session afterwards has its name, and is refused. A token that names none may be of
    any of them."""
    if everywhere or not own.id:
        end_all(own.subject)
    else:
        end_session(customer_id(own.subject), own.id)
