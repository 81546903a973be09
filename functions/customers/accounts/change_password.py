"""Changing a password, with the old one. All other sessions end; the caller gets tokens of a new one."""

from __future__ import annotations

from functions.access import end_sessions
from functions.customers.accounts.register import refuse_weak
from functions.customers.factors.asked import ask_fresh
from functions.customers.store import cognito, tickets
from functions.customers.store.own_session import OwnSession
from functions.shared.plain.errors import Invalid, Unauthenticated
from functions.shared.plain.ids import customer_id


def change_password(own: OwnSession, old: str, new: str) -> cognito.Tokens:
    """Raises Invalid (422 `wrong_password`, `weak_password`), TooManyRequests (429), Forbidden (403 `challenge_required`) where they have a
    second factor and have not just shown it."""
    ask_fresh(own)
    for login in cognito.logins_of(own.subject):
        refuse_weak(new, login, "/new_password")
    try:
        # Whatever else the pool asks of them: that it asks means that the password was right.
        cognito.sign_in(own.subject, old)
    except Unauthenticated as error:
        raise Invalid.field("/old_password", "wrong_password", "This is not your password.") from error
    cognito.set_password(own.subject, new)
    end_all(own.subject)
    # They have shown their session, their password and their second factor: nothing is asked again.
    return cognito.open_session(own.subject, tickets.issue(own.subject))


def end_all(subject: str) -> None:
    """No token given out before is good a minute from now; one of a sign-in after this is."""
    cognito.end_sessions(subject)
    end_sessions(customer_id(subject))
