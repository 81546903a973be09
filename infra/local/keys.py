"""Passwords and keys of the local shop: made at random at the first start, kept in the folder, never in the repository."""

from __future__ import annotations

import hashlib
import json
import secrets
import string
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from infra.local.ministack import Keys
from infra.local.trouble import Trouble
from infra.simulators.keys import complete

if TYPE_CHECKING:
    from infra.local.folder import LocalFolder

STAFF = ("owner", "manager", "catalog_editor", "warehouse", "support", "finance", "arbiter", "moderator", "analyst")
CUSTOMER = "customer"


@dataclass(frozen=True)
class User:
    login: str
    password: str


@dataclass(frozen=True)
class LocalKeys:
    aws: Keys
    users: dict[str, User]
    providers: dict[str, dict[str, Any]]
    """What the shop knows: its own keys at the providers, and theirs as far as they are public or shared."""
    simulators: dict[str, dict[str, Any]]
    """What only the simulated providers know; never part of the shop's secret."""

    @property
    def mark(self) -> str:
        """Changes when the shop's secret does."""
        return hashlib.sha256(json.dumps(self.providers, sort_keys=True).encode()).hexdigest()[:16]


def load_keys(folder: LocalFolder) -> LocalKeys:
    """The keys of the folder; what is missing is made and written down."""
    saved = folder.read_json(folder.keys)
    wanted = _complete(saved)
    if wanted != saved:
        folder.write_json(folder.keys, wanted)
    try:
        users = {role: User(**user) for role, user in wanted["users"].items()}
        return LocalKeys(Keys(**wanted["aws"]), users, wanted["providers"], wanted["simulators"])
    except TypeError as error:
        raise Trouble(f"{folder.keys} has an unknown shape ({error}); run `make clean` to start afresh.") from error


def _complete(saved: dict[str, Any]) -> dict[str, Any]:
    aws = Keys("AKIALOCAL" + _text(11, string.ascii_uppercase), _text(40, string.ascii_letters))
    users = {role: asdict(User(f"{role}@shop.example", _password())) for role in (*STAFF, CUSTOMER)}
    providers, simulators = complete(saved.get("providers", {}), saved.get("simulators", {}))
    return {
        "aws": saved.get("aws") or asdict(aws),
        "users": users | saved.get("users", {}),
        "providers": providers,
        "simulators": simulators,
    }


def _password() -> str:
    # A fixed tail satisfies the pool's rules on kinds of characters; the strength is in the random part.
    return _text(16, string.ascii_letters + string.digits) + "aA1"


def _text(length: int, alphabet: str) -> str:
    return "".join(secrets.choice(alphabet) for _ in range(length))
