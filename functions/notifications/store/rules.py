"""What the shop sets about when messages go. Who sends keeps it for half a minute."""

from __future__ import annotations

from collections.abc import Callable

from functions.notifications.model.rules import Rules
from functions.notifications.store.records import RULES_KEY, RulesRecord
from functions.shared.plain.bodies import dump, load
from functions.shared.store.again import again
from functions.shared.store.kept import Kept
from functions.shared.store.records import find
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version, locked_put

KEEP_SECONDS = 30.0
_known: Kept[Rules] = Kept(KEEP_SECONDS, lambda: kept_rules()[0])


def forget() -> None:
    """The next reader reads anew: after an own change, and between tests."""
    _known.forget()


def known_rules() -> Rules:
    """At most half a minute old."""
    return _known()


def kept_rules() -> tuple[Rules, int]:
    """With their version, 0 where nobody set any. One GetItem."""
    record = find(RulesRecord, RULES_KEY, RULES_KEY)
    return (load(Rules, record.body), int(record.version)) if record else (Rules(), 0)


def change_rules(
    edit: Callable[[Rules], Rules], *, if_match: int | None, remember: Remember[Rules, int]
) -> tuple[Rules, int]:  # fmt: skip
    """Raises VersionConflict (409)."""

    def attempt() -> tuple[Rules, int]:
        before, version = kept_rules()
        check_version(version, if_match)
        after = edit(before)
        record = RulesRecord(pk=RULES_KEY, sk=RULES_KEY, kind="message_rules", body=dump(after), version=version + 1)
        transact([locked_put(record, version), *remember(after, version + 1)])
        return after, version + 1

    found = again(attempt)
    forget()
    return found
