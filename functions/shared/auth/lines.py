"""Lines that end the sessions of many at once: whoever signed in before the line that counts for them is signed out. Pure; one item of the
access table, read with each standing (`standing.py`), written by `functions/access/breach`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from functools import lru_cache

from functions.shared.plain.deferred import dataclass

LINES_KEY = "LINES"
EVERYONE, STAFF_LINE, ROLE, MERCHANT = "everyone", "staff", "role", "merchant"


@dataclass(frozen=True)
class Lines:
    """Seconds of the identity provider's clock; 0: none was drawn."""

    everyone: int = 0
    staff: int = 0
    roles: Mapping[str, int] = field(default_factory=dict)
    merchants: Mapping[str, int] = field(default_factory=dict)

    def of(self, roles: Iterable[str], merchants: Iterable[str] | None = None) -> int:
        """The one that counts for somebody with these roles, who acts for these merchants alone (None: for all: no merchant's line)."""
        theirs = list(roles)
        found = [self.everyone, self.staff if theirs else 0, *(self.roles.get(name, 0) for name in theirs)]
        return max([*found, *(self.merchants.get(name, 0) for name in merchants or ())])

    def drawn(self, kind: str, name: str, line: int) -> Lines:
        """None is drawn back."""
        match kind:
            case "everyone":
                return replace(self, everyone=max(self.everyone, line))
            case "staff":
                return replace(self, staff=max(self.staff, line))
            case "role":
                return replace(self, roles={**self.roles, name: max(self.roles.get(name, 0), line)})
            case "merchant":
                return replace(self, merchants={**self.merchants, name: max(self.merchants.get(name, 0), line)})
        raise ValueError(f"no such scope: {kind}")

    def text(self) -> str:
        return json.dumps(vars(self), default=dict)


@lru_cache(maxsize=2)
def lines_in(text: str) -> Lines:
    """Empty: none was ever drawn."""
    return Lines(**json.loads(text)) if text else Lines()
