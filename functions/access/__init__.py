"""Who may do what: standings of people, roles of the shop's own, keys. What other domains may use is exported here and nowhere else."""

from typing import TYPE_CHECKING

from functions.shared.plain.deferred import lazily

if TYPE_CHECKING:
    from functions.access.store.first_people import first_items
    from functions.access.store.sessions import end_session, end_sessions
else:
    __getattr__ = lazily(__name__, {"store.first_people": "first_items", "store.sessions": "end_session end_sessions"})

__all__ = ["end_session", "end_sessions", "first_items"]
