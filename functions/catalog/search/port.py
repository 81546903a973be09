"""What the shop asks of a search engine, whichever it is: the question, the answer, and two protocols (reading, writing).

**Relevance** is a list of criteria, not a score: what staff pinned; how well the words match (the whole text or a SKU; the words together
in the title; in the title; in names such as brand, category and tag; anywhere); what staff boosted (rungs.py); then `rank` (in stock,
sales, rating, newness), then the id. A score such as BM25 depends on all other documents and changes with every merge of files, so a page
could not go on where the last one stopped.

**Pages** go on after the position of the last hit, `(stage, tier, key, id)`, in an order that is the same in every copy, rebuild and
engine. Every product that does not change is therefore shown exactly once, also when the index is swapped between two pages, and page
100 costs what page 2 costs. A product whose sort value changes meanwhile may appear twice or not at all, as in any living list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from typing import Any, Protocol

from functions.catalog.search.document import ProductDocument
from functions.catalog.search.title_plan import Title
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Fault, Invalid, Unreadable
from functions.shared.plain.settings import settings
from functions.shared.plain.value_ranges import range_faults

MAX_TEXT = 200
MAX_VALUES = 50
MAX_LIMIT = 100
MAX_RUNGS = 256
MAX_PINS = 20
FIELD_PREFIX = "field."
# Upper bounds of the price ranges, in major units of the list's currency; the last range is open.
PRICE_BOUNDS = (50, 100, 200, 500, 1000, 2000, 5000)


class Sort(StrEnum):
    RELEVANCE = "relevance"
    NEWEST = "newest"
    PRICE_ASC = "price_asc"
    PRICE_DESC = "price_desc"
    BEST_SELLING = "best_selling"


class FacetName(StrEnum):
    CATEGORY = "category"
    BRAND = "brand"
    TAG = "tag"
    ATTRIBUTE = "attribute"
    PRICE = "price"
    STOCK = "stock"


ALL_FACETS = frozenset(FacetName)


def parameter_of(attribute: str) -> str:
    """How callers wrote the filter: a custom field's attribute is called as its parameter is."""
    return attribute if attribute.startswith(FIELD_PREFIX) else f"attr.{attribute}"


@dataclass(frozen=True)
class Filters:
    """Several values of one filter mean any of them; several filters must all hold. A category stands for its whole branch.

    An attribute's value may be a range of numbers, days or times (`10..20`, `10..`, `..20`; both ends included): see
    functions/shared/plain/value_ranges.py. Prices are those in the query's currency; what is not sold in it passes no price filter.
    """

    categories: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    price_min: int | None = None
    price_max: int | None = None
    in_stock: bool | None = None


@dataclass(frozen=True)
class Within:
    """The part of the shop that is searched at all: products that pass `filters` (prices in `currency`, "": the query's), came out at
    `published_since` (milliseconds since 1970) or later, and, unless `ids` is None, are among these."""

    filters: Filters = field(default_factory=Filters)
    currency: str = ""
    published_since: int | None = None
    ids: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Seer:
    """Who searches: groups they are in and the channel they come by ("": an answer for everybody). What is for others does not exist for
    them: it is not found, not counted, and no reading of their words is chosen for it."""

    groups: frozenset[str] = frozenset()
    channel: str = ""


@dataclass(frozen=True)
class Boost:
    """Products of `part` come before (`weight` above 0) or after (below) others that match the words as well."""

    part: Within
    weight: int


@dataclass(frozen=True)
class Position:
    """Where a page ended; JSON as a list (`to_json`, `from_json`), wrapped into a cursor by `functions.shared.plain.pages`."""

    stage: str
    tier: int
    key: int
    id: str

    def to_json(self) -> list[Any]:
        return [self.stage, self.tier, self.key, self.id]

    @classmethod
    def from_json(cls, value: Any) -> Position | None:
        """Raises Unreadable (400 `invalid_cursor`) for anything that `to_json` does not make."""
        match value:
            case None:
                return None
            case [str(stage), int(tier), int(key), str(ident)] if abs(key) < 1 << 63 and 0 <= tier < MAX_RUNGS and len(ident) < 200:
                return cls(stage, tier, key, ident)
        raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")


@dataclass(frozen=True)
class SearchQuery:
    """`price_bounds` are minor units of `currency` (by default the shop's), which is that of all prices compared here. What is not sold in
    it comes last, whatever the order; with `only_sold` it is left out. Facets are counted only when asked for: that is most of the cost of
    a search. `own`: prices by product that whoever asks has for themselves, in place of those of the index;
    `there`: the products that are in stock for them, None: those that are for everybody.
    What staff say of a text: `also` are texts that mean the same, `pins` come first in their order whatever the words, `hidden`
    are left out, `boosts` order what matches equally well. Pins and boosts are of relevance only.
    `seer`: who searches; None: staff, who see everything.
    """

    text: str = ""
    filters: Filters = field(default_factory=Filters)
    sort: Sort = Sort.RELEVANCE
    limit: int = 24
    after: Position | None = None
    facets: frozenset[FacetName] = frozenset()
    languages: tuple[str, ...] = ()
    price_bounds: tuple[int, ...] = tuple(bound * 100 for bound in PRICE_BOUNDS)
    highlight: bool = True
    currency: str = field(default_factory=lambda: settings().default_currency)
    only_sold: bool = False
    within: Within | None = None
    own: Mapping[str, int] = field(default_factory=dict)
    there: frozenset[str] | None = None
    also: tuple[str, ...] = ()
    pins: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    boosts: tuple[Boost, ...] = ()
    seer: Seer | None = field(default_factory=Seer)

    def checked(self) -> SearchQuery:
        """Itself. Raises Invalid naming every parameter that is out of bounds."""
        faults = []
        if len(self.text) > MAX_TEXT:
            faults.append(Fault("/q", "too_long", f"At most {MAX_TEXT} characters."))
        low, high = self.filters.price_min, self.filters.price_max
        faults += [
            Fault(f"/{name}", "negative", "Not below zero.") for name, v in (("price_min", low), ("price_max", high)) if (v or 0) < 0
        ]
        if low is not None and high is not None and low > high:
            faults.append(Fault("/price_min", "range_reversed", "price_min is above price_max."))
        many = {"category": self.filters.categories, "brand": self.filters.brands, "tag": self.filters.tags}
        attributes = {parameter_of(name): values for name, values in self.filters.attributes.items()}
        many |= attributes
        faults += range_faults(attributes)
        faults += [
            Fault(f"/{name}", "too_many", f"At most {MAX_VALUES} values.") for name, values in many.items() if len(values) > MAX_VALUES
        ]
        if len(self.filters.attributes) > MAX_VALUES:
            faults.append(Fault("/attr", "too_many", f"At most {MAX_VALUES} attributes."))
        if not 1 <= self.limit <= MAX_LIMIT:
            faults.append(Fault("/limit", "out_of_range", f"1 to {MAX_LIMIT}."))
        if faults:
            raise Invalid("The search is not acceptable.", faults=faults)
        return self


@dataclass(frozen=True)
class Piece:
    """A part of a highlighted text. Pieces instead of markup: nothing to escape, nothing to inject."""

    text: str
    hit: bool


@dataclass(frozen=True)
class Hit:
    id: str
    card: Mapping[str, Any]
    title: tuple[Piece, ...] = ()
    position: Position | None = None


@dataclass(frozen=True)
class PriceRange:
    """From `low` (included) to `high` (excluded; None: open), in minor units."""

    low: int
    high: int | None
    count: int


@dataclass(frozen=True)
class Facets:
    """Counts per value, most frequent first; a facet counts as if its own filter were not set. None: was not asked for."""

    categories: Mapping[str, int] | None = None
    brands: Mapping[str, int] | None = None
    tags: Mapping[str, int] | None = None
    attributes: Mapping[str, Mapping[str, int]] | None = None
    prices: Sequence[PriceRange] | None = None
    in_stock: int | None = None
    out_of_stock: int | None = None


@dataclass(frozen=True)
class SearchResult:
    """`stage` says how the text was understood: `all` (no text), `exact`, or the first looser reading of plan.py that found something
    (`alike` and `sound`: by pinyin; `apart`: its words one by one; `typo`, `typos`; `part`), `pinned` when there is only what staff
    put there, `none` when nothing did."""

    hits: Sequence[Hit]
    total: int
    next: Position | None
    facets: Facets | None = None
    stage: str = "exact"


@dataclass(frozen=True)
class Suggestion:
    text: str
    count: int


class SearchIndex(Protocol):
    def ready(self) -> bool:
        """Whether there is an index at all: not in a new shop before its first product, nor while a new schema is being built."""
        ...

    def search(self, query: SearchQuery) -> SearchResult:
        """Raises Invalid for a query out of bounds, Unreadable for a broken position, Unavailable when the engine fails."""
        ...

    def suggest(self, prefix: str, *, limit: int = 10) -> list[Suggestion]:
        """Names of brands, categories and tags that begin so (also in pinyin or initials), those of most products first."""
        ...

    def tells_apart(self) -> bool:
        """Whether any product is not for everybody: only then it matters who asks."""
        ...

    def titles(self, typed: str, languages: tuple[str, ...], *, seer: Seer | None = None, limit: int = 10) -> list[Title]:
        """Titles that have the words typed so far, the last of which may be unfinished, in the first of the languages they have."""
        ...


class SearchWriter(Protocol):
    def apply(self, upserts: Sequence[ProductDocument], deletes: Iterable[str] = ()) -> None:
        """One batch, seen by readers as a whole. Repeating it changes nothing. Raises Unavailable when it should be tried again."""
        ...

    def rebuild(self, documents: Iterable[ProductDocument]) -> int:
        """A new index from all products, swapped in when complete; returns how many there are."""
        ...
