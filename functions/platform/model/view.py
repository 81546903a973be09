"""A saved view of a list. Pure.

States: it is there, or it is not. Whoever made it owns it and changes it, and who manages staff, who
tidy up after those who left.
"""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum

from functions.shared.auth.caller import Caller
from functions.shared.plain.deferred import dataclass

OF_ALL = "staff.write"
MOST_VIEWS = 100


class Sharing(StrEnum):
    NOBODY = "nobody"
    ROLE = "role"
    EVERYONE = "everyone"


@dataclass(frozen=True)
class View:
    """`page`: which list. `role`: whose, where it is shared with one."""

    id: str
    page: str
    name: str
    owner: str
    made_at: str
    filter: dict[str, str] = field(default_factory=dict)
    shared_with: Sharing = Sharing.NOBODY
    role: str = ""

    def is_seen_by(self, caller: Caller) -> bool:
        if self.owner == caller.id or self.shared_with is Sharing.EVERYONE:
            return True
        return self.shared_with is Sharing.ROLE and self.role in caller.roles

    def is_changed_by(self, caller: Caller) -> bool:
        return self.owner == caller.id or (self.is_seen_by(caller) and caller.may(OF_ALL))
