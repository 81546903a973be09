"""Tags of people: by the shop's rules, judged each night, or given by staff. Pure.

nobody's ──its rule holds──► holds ──no longer──► fades (`fade_days`, `until`) ──over──► nobody's
                               ▲──────holds again──────┘

A tag that staff give stays until its day, if it has one, or until they take it. What says how somebody behaves is there only while they
agree to `personalisation`; a tag that is no more in the list, or whose rule is another one and does not hold, is nobody's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime, timedelta
from typing import Any

from functions.marketing.model.known import CONSENT, Known, Tag
from functions.marketing.model.rule import Rule, conditions_of, faults_of, matches
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Fault

MOST_TAGS, MOST_DAYS, MOST_TEXT = 50, 366, 100_000
"""`MOST_TEXT`: of all rules together, as text."""
TAG = "tag"
NO_BEHAVIOUR = frozenset({"has_account", "language", "registered_at", "days_since_registered", "consent", "birth_month"})
"""Fields of a rule that say who somebody is to the shop. All others say what they do."""


@dataclass(frozen=True)
class TagRule:
    """`rule`: as a segment's; None: staff give it. `fade_days`: that it stays when its rule holds no more. `behavioural`: only of who
    agrees to it. `version`: of the list in which this rule came, or was changed last."""

    tag: str
    name: str
    rule: dict[str, Any] | None = None
    fade_days: int = 0
    behavioural: bool = True
    version: int = 0


@dataclass(frozen=True)
class TagRules:
    """What the shop sets."""

    tags: list[TagRule] = field(default_factory=list)

    def find(self, tag: str) -> TagRule | None:
        return next((one for one in self.tags if one.tag == tag), None)

    def followed_by(self, tags: Sequence[TagRule], version: int) -> TagRules:
        """Each under `version`, but those whose rule is as it was."""
        before = {one.tag: one for one in self.tags}
        return TagRules([replace(one, version=_since(one, before.get(one.tag), version)) for one in tags])


@dataclass(frozen=True)
class Ready:
    """A tag with its rule as it is looked at: `whole`, with the segments that it names and the cuts of the last night. None: staff give it
    (`by_staff`), or the rule cannot be followed, for what it names is gone: then it holds for nobody."""

    tag: TagRule
    whole: Rule | None = None

    @property
    def by_staff(self) -> bool:
        return self.tag.rule is None

    @property
    def behavioural(self) -> bool:
        """Also where a segment that it names came to ask for more."""
        return self.tag.behavioural or (self.whole is not None and asks_for_behaviour(self.whole))


def _since(one: TagRule, before: TagRule | None, version: int) -> int:
    return before.version if before is not None and before.rule == one.rule else version


def asks_for_behaviour(rule: Rule) -> bool:
    """Of a `whole` rule."""
    return any(one["field"] not in NO_BEHAVIOUR for one in conditions_of(rule))


def faults_of_tags(tags: Sequence[TagRule]) -> list[Fault]:
    """Of each as it was sent; what its segments say is not looked at."""
    found, seen = list[Fault](), set[str]()
    for number, one in enumerate(tags):
        if one.tag in seen:
            found.append(Fault(f"/tags/{number}/tag", "double_tag", "This tag is there already."))
        seen.add(one.tag)
        if one.rule is None:
            if one.fade_days:
                found.append(Fault(f"/tags/{number}/fade_days", "without_rule", "Staff say until when, each time they give it."))
            continue
        wrong = faults_of(one.rule, f"/tags/{number}/rule")
        if not wrong and any(part["field"] == TAG for part in conditions_of(one.rule)):
            wrong.append(Fault(f"/tags/{number}/rule", "tag_in_rule", "The rule of a tag asks for no tags."))
        found += wrong
    return found


def judged(known: Known, rules: Sequence[Ready], now: datetime) -> list[Tag]:
    """Their tags from now on, in the order of the list."""
    before = {one.tag: one for one in known.tags}
    found = (_judged(known, one, before.get(one.tag.tag), now) for one in rules if CONSENT in known.consents or not one.behavioural)
    return [one for one in found if one is not None]


def _judged(known: Known, one: Ready, before: Tag | None, now: datetime) -> Tag | None:
    if one.by_staff:
        return replace(before, behavioural=one.behavioural) if before is not None and before.by and before.lasts(now) else None
    same = before if before is not None and not before.by and before.version == one.tag.version else None
    if holds(one, known, now):
        new = same or Tag(one.tag.tag, times.iso(now), version=one.tag.version)
        return replace(new, until="", behavioural=one.behavioural)
    if same is None:
        return None
    fading = replace(same, until=same.until or times.iso(now + timedelta(days=one.tag.fade_days)), behavioural=one.behavioural)
    return fading if fading.lasts(now) else None


def holds(one: Ready, known: Known, now: datetime) -> bool:
    return one.whole is not None and matches(one.whole, replace(known, tags=[]), now)


def reasons(whole: Rule, known: Known, now: datetime) -> list[tuple[Mapping[str, Any], bool]]:
    """Each condition, and whether it is met."""
    bare = replace(known, tags=[])
    return [(one, matches(one, bare, now)) for one in conditions_of(whole)]
