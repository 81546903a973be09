"""Lists and searches for shoppers: answered from the search index, without a request to a table.

While there is no index (a new shop before its first product, new code whose schema is being built, S3 out of reach at a cold start) the
table answers what it can: the newest products, by category, brand and stock. Everything else is 503 with Retry-After until then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace

from botocore.exceptions import BotoCoreError, ClientError

from functions.catalog.finding.count_searches import count_search
from functions.catalog.finding.merchandised import merchandised
from functions.catalog.finding.schemas import FoundPage, FoundProduct, SearchInput
from functions.catalog.finding.search_names import category_called, check_brand, names
from functions.catalog.finding.searchable_fields import PREFIX, asked_fields
from functions.catalog.finding.views import facets_view, found_product
from functions.catalog.model.card import Card
from functions.catalog.products.buyer import Buyer
from functions.catalog.products.list_products import Wanted, list_products
from functions.catalog.products.own_prices import NOBODY_S, OwnPrice, own_prices
from functions.catalog.products.views import listed
from functions.catalog.search import ALL_FACETS, PRICE_BOUNDS, Filters, Position, SearchIndex, SearchQuery, Seer, Sort, Within, search_index
from functions.catalog.store.records import product_pk
from functions.pricing import Shopper
from functions.shared.outside import clock
from functions.shared.outside.observability import logger
from functions.shared.plain import pages, times
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Renamed, Unavailable
from functions.shared.plain.money import exponent
from functions.shared.plain.selling.markets import PriorPrice
from functions.shared.plain.selling.sales_channels import channel_of
from functions.shared.plain.settings import settings
from functions.stock import StockState

NOBODY = Seer()


@dataclass(frozen=True)
class Asked:
    """`sort` None: by relevance when there is a text, else the newest first. `part` names the part of the shop that is `within`: a cursor
    belongs to it, whatever has become of its rule since."""

    text: str = ""
    filters: Filters = field(default_factory=Filters)
    sort: Sort | None = None
    facets: bool = False
    limit: int = pages.DEFAULT_LIMIT
    cursor: str | None = None
    buyer: Buyer = Buyer(None, asked=False, rule=PriorPrice.AS_WRITTEN)
    within: Within | None = None
    part: str = ""

    @classmethod
    def of(cls, given: SearchInput) -> Asked:
        """Raises Invalid (422) for fields that cannot be filtered by what is asked."""
        fields = {PREFIX + key: texts for key, texts in asked_fields(given.field).items()}
        filters = Filters(
            _several(given.category),
            _several(given.brand),
            tuple(given.tag),
            {name: tuple(values) for name, values in (given.attr | fields).items()},
            given.price_min,
            given.price_max,
            given.in_stock,
        )
        return cls(given.q.strip(), filters, given.sort, given.facets, given.limit, given.cursor, Buyer.of(given))

    @property
    def own_currency(self) -> str:
        """The one this list is in."""
        return self.buyer.currency or settings().default_currency

    def query(
        self,
        languages: Sequence[str],
        own: Mapping[str, OwnPrice] = NOBODY_S,
        seer: Seer = NOBODY,
        there: Mapping[str, StockState] | None = None,
    ) -> SearchQuery:
        """Raises Invalid (422) for what is out of bounds, Unreadable (400) for a cursor of another list."""
        query = SearchQuery(
            self.text,
            self.filters,
            self._sort(),
            self.limit,
            languages=tuple(languages),
            price_bounds=_bounds(self.own_currency),
            currency=self.own_currency,
            only_sold=self.buyer.asked,
            within=self.within,
            own={one: price.amount for one, price in own.items()},
            seer=seer,
            there=None if there is None else frozenset(there),
        ).checked()
        after = Position.from_json(pages.decode(self.cursor, self._list()))
        return replace(query, after=after, facets=ALL_FACETS if self.facets else frozenset())

    def cursor_after(self, position: Position | None) -> str | None:
        return pages.encode(position.to_json(), self._list()) if position else None

    def _sort(self) -> Sort:
        return self.sort or (Sort.RELEVANCE if self.text else Sort.NEWEST)

    def _list(self) -> dict[str, object]:
        money = {"currency": self.own_currency, "only_sold": self.buyer.asked}
        part = {"part": self.part} if self.part else {}
        return {"list": "search", "text": self.text, "sort": self._sort(), **part, **money, **vars(self.filters)}


def browse(asked: Asked, languages: Sequence[str], *, counted: bool = True) -> FoundPage:
    """`counted`: the words are told to those who count what people search for."""
    index = index_or_none()
    own = own_prices(asked.buyer, asked.own_currency) if index else NOBODY_S
    there = asked.buyer.stock_of_products()
    seer = seer_of(asked.buyer.who, index) if index else NOBODY
    query = asked.query(languages, own, seer, there) if index or not _listable(asked) else None
    if index is None:
        return _listed(asked, languages, there)
    assert query is not None
    query = merchandised(query)
    result, now = index.search(query), times.iso(clock.now())
    if counted and asked.text and asked.cursor is None:
        count_search(asked.text, result.total)
    return FoundPage(
        data=[found_product(hit, languages, now, query.currency, asked.buyer, own.get(hit.id), there) for hit in result.hits],
        currency=query.currency,
        total=result.total,
        facets=facets_view(result.facets, names(), languages) if result.facets else None,
        match=result.stage if asked.text else None,
        next_cursor=asked.cursor_after(result.next),
    )


def browse_category(reference: str, asked: Asked, languages: Sequence[str]) -> FoundPage:
    """By id or slug. Raises NotFound for an unknown category, Renamed for a slug it once had."""
    category = category_called(reference)
    if reference not in (category.id, category.slug):
        raise Renamed("id", category.address)
    return browse(replace(asked, filters=Filters(categories=(category.id,))), languages)


def browse_brand(brand_id: str, asked: Asked, languages: Sequence[str]) -> FoundPage:
    """Raises NotFound for an unknown brand."""
    check_brand(brand_id)
    return browse(replace(asked, filters=Filters(brands=(brand_id,))), languages)


def seer_of(who: Shopper, index: SearchIndex) -> Seer:
    """Their groups are asked for in a shop only that shows something to some."""
    if not who.asks:
        return NOBODY
    return Seer(who.every_group() if index.tells_apart() else frozenset(), channel_of(who.channel))


def tells_apart() -> bool:
    """Whether what is found depends on who asks."""
    index = index_or_none()
    return index is not None and index.tells_apart()


def index_or_none() -> SearchIndex | None:
    try:
        index = search_index()
        return index if index.ready() else None
    except (BotoCoreError, ClientError):
        logger().exception("no search index")
        return None


def _listable(asked: Asked) -> bool:
    """Whether the table can answer it."""
    own = asked.filters
    if asked.within is not None:
        return False
    few = len(own.categories) <= 1 and len(own.brands) <= 1 and not own.tags and not own.attributes
    return few and own.price_min is None and own.price_max is None and not asked.text and asked.sort in (None, Sort.NEWEST)


def _listed(asked: Asked, languages: Sequence[str], there: Mapping[str, StockState] | None) -> FoundPage:
    if not _listable(asked):
        raise Unavailable("The search index is being built.", code="search_not_ready", retry_after=2)
    own = asked.filters
    # By the stock of a channel what was read is filtered: pages may be short.
    in_stock = own.in_stock if there is None else None
    wanted = Wanted(next(iter(own.categories), None), next(iter(own.brands), None), in_stock)
    page = list_products(wanted, limit=asked.limit, cursor=asked.cursor)
    prices = own_prices(asked.buyer, asked.own_currency, {one.pk.removeprefix(product_pk("")) for one in page.data})
    # What is for some is shown once there is an index: who asks is not known here.
    shown = [record for record in page.data if load(Card, record.body).visibility.is_open]
    rows = [FoundProduct(**dict(listed(record, languages, asked.own_currency, asked.buyer, prices, there))) for record in shown]
    if there is not None and own.in_stock is not None:
        rows = [row for row in rows if (row.id in there) == own.in_stock]
    sold = [row for row in rows if not asked.buyer.asked or row.price_from is not None]
    return FoundPage(data=sold, currency=asked.own_currency, next_cursor=page.next_cursor)


def _several(value: str | list[str] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def _bounds(currency: str) -> tuple[int, ...]:
    scale = 10 ** exponent(currency)
    return tuple(bound * scale for bound in PRICE_BOUNDS)
