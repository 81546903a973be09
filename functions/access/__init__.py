"""Who may do what: standings of people, roles of the shop's own, keys. What other domains may use is exported here and nowhere else."""

from typing import TYPE_CHECKING

from functions.shared.plain.deferred import lazily

if TYPE_CHECKING:
    from functions.access.breach.by_operator import note_operator, operator_closes
    from functions.access.breach.close import Closed
    from functions.access.staff.by_operator import operator_finds, operator_invites, operator_lists, operator_suspends
    from functions.access.staff.contact import staff_contact
    from functions.access.staff.invitation_mail import InvitationMail, invitation_mail
    from functions.access.staff.may_change import check_may_change
    from functions.access.store.factors import factor_write
    from functions.access.store.first_people import first_items
    from functions.access.store.sessions import end_session, end_sessions
    from functions.access.store.verified import verified_write
else:
    __getattr__ = lazily(
        __name__,
        {
            "breach.by_operator": "note_operator operator_closes",
            "breach.close": "Closed",
            "staff.by_operator": "operator_finds operator_invites operator_lists operator_suspends",
            "staff.contact": "staff_contact",
            "staff.invitation_mail": "InvitationMail invitation_mail",
            "staff.may_change": "check_may_change",
            "store.factors": "factor_write",
            "store.first_people": "first_items",
            "store.sessions": "end_session end_sessions",
            "store.verified": "verified_write",
        },
    )

__all__ = [
    "Closed",
    "InvitationMail",
    "check_may_change",
    "end_session",
    "end_sessions",
    "factor_write",
    "first_items",
    "invitation_mail",
    "note_operator",
    "operator_closes",
    "operator_finds",
    "operator_invites",
    "operator_lists",
    "operator_suspends",
    "staff_contact",
    "verified_write",
]
