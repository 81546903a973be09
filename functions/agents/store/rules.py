"""The rules for agents, read once a minute and process; and the secrets that messages to them are signed with, which stand beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from functions.agents.model.rules import AgentRules, HookSecrets
from functions.agents.store.records import RULES_PK, RULES_SK, SECRETS_SK, RulesRecord
from functions.shared.plain.bodies import dump, load
from functions.shared.store.again import again
from functions.shared.store.kept import Kept
from functions.shared.store.records import find
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version, locked_put

T = TypeVar("T", AgentRules, HookSecrets)
_SECONDS = 50
_SK: dict[type[AgentRules] | type[HookSecrets], str] = {AgentRules: RULES_SK, HookSecrets: SECRETS_SK}


def stored(of: type[T]) -> tuple[T, int]:
    """As it is this moment, with its version; 0 where nobody set any."""
    record = find(RulesRecord, RULES_PK, _SK[of])
    return (load(of, record.body), int(record.version)) if record else (of(), 0)


rules: Kept[AgentRules] = Kept(_SECONDS, lambda: stored(AgentRules)[0])


def change(of: type[T], edit: Callable[[T], T], *, if_match: int | None, remember: Remember[T, int]) -> tuple[T, int]:
    """Raises VersionConflict (409)."""

    def attempt() -> tuple[T, int]:
        before, version = stored(of)
        check_version(version, if_match)
        made: tuple[T, int] = (edit(before), version + 1)
        record = RulesRecord(pk=RULES_PK, sk=_SK[of], kind="rules", body=dump(made[0]), version=made[1])
        transact([locked_put(record, version), *remember(*made)])
        return made

    done = again(attempt)
    rules.forget()
    return done
