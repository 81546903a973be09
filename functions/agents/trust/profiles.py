"""Profiles of agents: fetched as webhooks are sent (public addresses only, https, no redirect, bounded in time and size), and kept by each
process for as long as the agent says, an hour at most.

A key that is not in the kept profile is a reason to look again, once a minute at most: who rotates is let in at once, and who invents keys
cannot make us fetch.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from functools import lru_cache

from functions.agents.model.profile import Malformed, Profile, read_profile
from functions.agents.trust.refused import Refused
from functions.shared.outside import guarded
from functions.shared.outside.public_addresses import checked_url
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid
from functions.shared.plain.settings import settings

SHORTEST, LONGEST, NOT_AGAIN = 60.0, 3600.0, 60.0
"""Seconds that a profile is kept at least and at most, and that a failure, or a look for another key, is not repeated."""
SECONDS, LARGEST, MOST = 3.0, 64 * 1024, 500
_MAX_AGE = re.compile(r"max-age=(\d{1,9})")


@dataclass(frozen=True)
class _Kept:
    profile: Profile | None
    refusal: Refused | None
    until: float
    looked: float


class Profiles:
    """What this process knows of agents; `clock` counts seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: dict[str, _Kept] = {}

    def find(self, url: str) -> Profile:
        """Raises Refused."""
        known, now = self._kept.get(url), self._clock()
        if known is None or known.until <= now:
            known = self._fetch(url)
        if known.profile is None:
            assert known.refusal is not None
            raise Refused(known.refusal.code, known.refusal.detail)
        return known.profile

    def with_key(self, profile: Profile, kid: str) -> Profile:
        """The profile as it is now, if it may have changed since it was read: `kid` is not in it."""
        known = self._kept.get(profile.url)
        if kid in profile.keys or (known is not None and self._clock() - known.looked < NOT_AGAIN):
            return profile
        fresh = self._fetch(profile.url).profile
        return fresh or profile

    def keep(self, profile: Profile, seconds: float = LONGEST) -> None:
        """For profiles that are known otherwise."""
        now = self._clock()
        self._kept[profile.url] = _Kept(profile, None, now + seconds, now)

    def forget(self) -> None:
        self._kept.clear()

    def _fetch(self, url: str) -> _Kept:
        now = self._clock()
        before = self._kept.get(url)
        try:
            profile, seconds = _fetched(url)
            kept = _Kept(profile, None, now + seconds, now)
        except Refused as refusal:
            # What was read a moment ago stands while its host cannot be reached.
            still = before.profile if before and before.until > now else None
            kept = _Kept(still, refusal, before.until if before and still else now + NOT_AGAIN, now)
        if len(self._kept) >= MOST:
            self._kept.clear()
        self._kept[url] = kept
        return kept


def _fetched(url: str) -> tuple[Profile, float]:
    try:
        checked_url(url, local=settings().may_loop_back)
        answer = guarded.get(url, {"Accept": "application/json"}, seconds=SECONDS, largest=LARGEST + 1)
    except Invalid as error:
        raise Refused("invalid_profile_url", error.detail) from error
    except guarded.NotSent as error:
        # A name that leads inside is as wrong as an address that does.
        code = "invalid_profile_url" if error.reason == "address_not_allowed" else "profile_unreachable"
        raise Refused(code, f"The profile was not fetched: {error.reason}.") from error
    except guarded.NotAnswered as error:
        raise Refused("profile_unreachable", f"The profile was not fetched: {error.reason}.") from error
    if answer.status != 200:
        raise Refused("profile_unreachable", f"The profile's host answered {answer.status}.")
    if len(answer.body) > LARGEST:
        raise Refused("profile_malformed", f"A profile has at most {LARGEST} bytes.")
    try:
        profile = read_profile(url, json.loads(answer.body))
    except (Malformed, ValueError, RecursionError) as error:
        raise Refused("profile_malformed", f"The profile cannot be read: {error}."[:200]) from error
    told = _MAX_AGE.search(answer.headers.get("cache-control", ""))
    return profile, min(LONGEST, max(SHORTEST, float(told[1]) if told else SHORTEST))


@lru_cache(maxsize=1)
def profiles() -> Profiles:
    return Profiles()
