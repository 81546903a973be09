"""What an address says and which place that is. Plain data."""

from __future__ import annotations

from functions.shared.plain.deferred import dataclass

ANYWHERE = "*"
# Before the key of a name that no list knows: it still equals the same name written elsewhere, and never a code.
UNKNOWN = "?"


@dataclass(frozen=True)
class Written:
    """The parts of an address as somebody typed them."""

    country: str
    province: str = ""
    city: str = ""
    district: str = ""
    postal_code: str = ""


@dataclass(frozen=True)
class Place:
    """`country`: ISO 3166-1 alpha-2. `subdivisions`: ISO 3166-2, widest first (GB-ENG, GB-LND). `city`, `district`: the administrative
    code in mainland China, a folded name elsewhere. `postal_code` as that country writes it. Empty: not said and not to be known."""

    country: str
    subdivisions: tuple[str, ...] = ()
    city: str = ""
    district: str = ""
    postal_code: str = ""

    @property
    def subdivision(self) -> str:
        known = [code for code in self.subdivisions if not code.startswith(UNKNOWN)]
        return known[-1] if known else ""

    @property
    def state_or_country(self) -> str:
        """The code of the narrowest part that has one: whose clocks count, say."""
        return self.subdivision or self.country

    @property
    def city_code(self) -> str:
        return self.city if self.city.isdigit() else ""

    @property
    def district_code(self) -> str:
        return self.district if self.district.isdigit() else ""


@dataclass(frozen=True)
class Problem:
    """What is wrong with one part: `field` of Written, a stable code, a sentence that names near matches."""

    field: str
    code: str
    detail: str


@dataclass(frozen=True)
class Resolution:
    place: Place
    problems: tuple[Problem, ...] = ()
