"""Which deaths are tried. Quick: some of each journey. Full: at least one of each kind, and of the rest one in two hundred."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

from proofs.claim import Asked
from proofs.crash import paths
from proofs.crash.copies import DISORDER, Death, Scouted, sample
from proofs.crash.journeys import LIVES
from proofs.shop import lives

NIGHT = "a night"
NOBODY = "nobody dies"
_OF_THE_REST = 200
_LONG = 4
"""The night is so many times as long as a life, and a quick run has so many fewer deaths there."""
_SILENT = 60
"""Seconds for which a full run says nothing."""


class Plan:
    """`tried`: what became of each death, by its name."""

    def __init__(self, asked: Asked, scouts: dict[str, Scouted]) -> None:
        self.asked, self.scouts, self.tried = asked, scouts, dict[str, Any](asked.known())
        # Lives first: where nothing else is going on, as in a call that is refused, less can go wrong. What the night shares with them is
        # tried there, for most of the night is still to come when somebody dies in it.
        self._of_plain = {death.kind for name in lives.LIVES if name in scouts for death in scouts[name].deaths}
        self._of_lives = {death.kind for name in LIVES if name in scouts for death in scouts[name].deaths}
        names = random.Random(asked.seed).sample(list(scouts), len(scouts))
        self.order = sorted(names, key=lambda name: 0 if name in LIVES else 2 if name == NIGHT else 1)
        self._begun, self._spoke, self._seconds = time.monotonic(), time.monotonic(), 0.0

    def dies(self, journey: str) -> Callable[[Death], str | None]:
        if self.asked.depth == "full":
            return lambda death: self._by_kind(journey, death)
        chosen = sample(self.scouts[journey].deaths, self._most(journey), random.Random(f"{self.asked.seed} {journey}"))
        known = {(one.call, one.way) for one in chosen}
        return lambda death: name if (death.call, death.way) in known and (name := _own(journey, death)) not in self.tried else None

    def disorders(self, journey: str) -> list[str]:
        long = journey == NIGHT
        if journey not in LIVES and not long:
            return []
        count = self.asked.choose(small=1, quick=2, full=20) // (2 if long else 1)
        return [name for number in range(count) if (name := f"{DISORDER} at {journey}, {number + 1}") not in self.tried]

    def waiting(self, journey: str) -> bool:
        """Whether somebody has still to die there."""
        left = self.kinds(journey) if self.asked.depth == "full" else set[str]()
        return _nobody(journey) not in self.tried or bool(left - set(self.tried))

    def heard(self, name: str, journey: str, wrong: list[str]) -> None:
        self.take_in({name: [journey, wrong]})
        self.asked.note(name, [journey, wrong])
        if self.asked.depth == "full" and time.monotonic() - self._spoke > _SILENT:
            self._spoke = time.monotonic()
            left = sum(self.scouts[journey].seconds * count for journey, count in self._left().items())
            hours = (self._spoke - self._begun) / self._seconds * left / 3600
            print(f"  crash: {len(self.tried):,} deaths tried, now in {journey}; about {hours:.1f} hours to go", flush=True)

    def ended(self, journey: str, wrong: list[str]) -> None:
        """In the original, of which nobody died."""
        self.heard(_nobody(journey), journey, [f"{journey}, nobody died: {one}" for one in wrong])

    def take_in(self, tried: dict[str, Any]) -> None:
        self.tried |= tried
        self._seconds += sum(self.scouts[journey].seconds for journey, _ in tried.values())

    def kinds(self, journey: str) -> set[str]:
        return {kind for death in self.scouts[journey].deaths if (kind := self._kind(journey, death))}

    def _left(self) -> dict[str, int]:
        """How many are still to die, by journey; but for those by chance."""
        met, found = set(self.tried), dict[str, int]()
        for journey in self.order:
            names = self.kinds(journey) - met
            met |= names
            found[journey] = len(names) + len(self.disorders(journey))
        return found

    def _kind(self, journey: str, death: Death) -> str | None:
        """Each plain life dies in all of its kinds, deeper ones in those that no plain one has, the others in those that no life has."""
        if journey in lives.LIVES:
            return f"{death.kind} in {journey}"
        return None if death.kind in (self._of_plain if journey in LIVES else self._of_lives) else death.kind

    def _by_kind(self, journey: str, death: Death) -> str | None:
        kind, name = self._kind(journey, death), _own(journey, death)
        if kind and kind not in self.tried:
            return kind
        by_chance = int(paths.name_of(self.asked.seed, name), 16) % _OF_THE_REST == 0
        return name if by_chance and name not in self.tried else None

    def _most(self, journey: str) -> int:
        return self.asked.choose(small=4, quick=16, full=0) // (_LONG if journey == NIGHT else 1 if journey in LIVES else 5)


def _nobody(journey: str) -> str:
    return f"{NOBODY} at {journey}"


def is_by_chance(name: str) -> bool:
    return " at call " in name


def _own(journey: str, death: Death) -> str:
    return f"{death.way} at call {death.call} of {journey}"
