"""From hits and counts to what shoppers read, in their language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from functions.catalog.finding.product_document import NAMES_IN
from functions.catalog.finding.schemas import (
    AttributeCounts,
    BrandCount,
    CategoryCount,
    FacetsView,
    FoundProduct,
    PriceRangeCount,
    StockCounts,
    TitlePart,
    ValueCount,
)
from functions.catalog.finding.search_names import Names
from functions.catalog.model.attribute import AttributeDefinition, AttributeType
from functions.catalog.model.price_steps import PriceStep, step_at
from functions.catalog.products.buyer import Buyer, seen_there
from functions.catalog.products.own_prices import OwnPrice
from functions.catalog.products.schemas import Conversion
from functions.catalog.products.views import lowest_view, own_view
from functions.catalog.search import Facets, Hit, hidden_in
from functions.shared.plain.bodies import parsed
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.i18n import best_of, localized
from functions.shared.plain.option_texts import shown_text
from functions.shared.plain.settings import settings
from functions.shared.plain.value_ranges import number_of
from functions.stock import StockState

Languages = Sequence[str]


@dataclass(frozen=True)
class _Taxed:
    tax_class: str | None
    category_id: str | None


def found_product(
    hit: Hit,
    languages: Languages,
    now: str,
    currency: str,
    buyer: Buyer,
    own: OwnPrice | None = None,
    there: Mapping[str, StockState] | None = None,
) -> FoundProduct:
    """The card as the index has it, with the price of this moment in the list's currency, and what is there for whoever asks."""
    card = dict(hit.card)
    card["stock_state"] = seen_there(there, hit.id, card["stock_state"])
    written = card.pop("steps")
    steps = parsed(list[PriceStep], written)
    taxed = _Taxed(next((step.get("tax_class") for step in written), None), card["category_id"])
    price = step_at(steps, currency, now)
    rate = None
    if price is None and steps and currency == buyer.currency:
        price, rate = buyer.step(step_at(steps, steps[0].price.currency, now), now)
    sold_in = list(dict.fromkeys([*(step.price.currency for step in steps), *_reached(steps, buyer, now)]))
    parts = [TitlePart(text=piece.text, hit=piece.hit) for piece in hit.title] or None
    prices = own_view(own, currency) if own else lowest_view(price, languages, buyer, taxed)
    return FoundProduct(**card, **prices, converted=Conversion.of(rate) if not own else None, currencies=sold_in, highlight=parts)


def _reached(steps: Sequence[PriceStep], buyer: Buyer, now: str) -> list[str]:
    return buyer.rates.reached_from(steps[0].price.currency, now) if steps else []


def facets_view(facets: Facets, names: Names, languages: Languages) -> FacetsView:
    return FacetsView(
        categories=_categories(facets.categories or {}, names, languages),
        brands=[
            BrandCount(id=brand_id, name=localized(brand.name, languages) if (brand := names.brands.get(brand_id)) else "", count=count)
            for brand_id, count in (facets.brands or {}).items()
        ],
        tags=[ValueCount(value=tag, name=_tag(tag, names, languages), count=count) for tag, count in (facets.tags or {}).items()],
        attributes=_attributes(facets.attributes or {}, names.attributes, languages),
        prices=[
            PriceRangeCount(price_min=one.low, price_max=None if one.high is None else one.high - 1, count=one.count)
            for one in facets.prices or ()
        ],
        stock=StockCounts(in_stock=facets.in_stock or 0, out_of_stock=facets.out_of_stock or 0),
    )


def _categories(counts: Mapping[str, int], names: Names, languages: Languages) -> list[CategoryCount]:
    """Those of a category that was deleted in this minute are left out."""
    known = names.tree.categories
    return [
        CategoryCount(id=one, name=localized(known[one].name, languages), parent_id=known[one].parent_id, count=count)
        for one, count in counts.items()
        if one in known
    ]


def _tag(code: str, names: Names, languages: Languages) -> str:
    return localized(names.tags[code].name, languages) if code in names.tags else code


def _attributes(
    counts: Mapping[str, Mapping[str, int]], declared: Mapping[str, AttributeDefinition], languages: Languages
) -> list[AttributeCounts]:
    """Declared ones by their code, then the free ones by the names this language shows."""
    found = [
        _declared(declared[name], values, languages) for name, values in counts.items() if name in declared and declared[name].filterable
    ]
    language = _language_of(counts, languages)
    free = (name for name in counts.get(NAMES_IN + language, ()) if name in counts and name not in declared)
    return [*found, *(_free(name, counts[name], counts.get(hidden_in(language, name), {})) for name in free)]


def _free(name: str, counts: Mapping[str, int], hidden: Mapping[str, int]) -> AttributeCounts:
    """Without what products call so in other languages only."""
    left = {value: count - hidden.get(value, 0) for value, count in counts.items()}
    return _counts(name, name, [(value, value, count) for value, count in left.items() if count > 0])


def _declared(definition: AttributeDefinition, values: Mapping[str, int], languages: Languages) -> AttributeCounts:
    called = {value.code: localized(value.name, languages) for value in definition.values}
    unit = f" {shown_text(definition.unit, definition.unit_names or {}, languages)}" if definition.unit else ""
    rows = [(value, called.get(value) or f"{value}{unit}", count) for value, count in values.items()]
    found = _counts(definition.code, localized(definition.name, languages), rows)
    return _with_bounds(found) if definition.type is AttributeType.NUMBER else found


def _with_bounds(found: AttributeCounts) -> AttributeCounts:
    """A number's lowest and highest value beside its counts: what a slider needs."""
    numbers = [number for one in found.values if (number := number_of(one.value)) is not None]
    if not numbers:
        return found
    return found.model_copy(update={"min": float(min(numbers)), "max": float(max(numbers))})


def _counts(attr: str, name: str, rows: Sequence[tuple[str, str, int]]) -> AttributeCounts:
    return AttributeCounts(attr=attr, name=name, values=[ValueCount(value=value, name=text, count=count) for value, text, count in rows])


def _language_of(counts: Mapping[str, Mapping[str, int]], languages: Languages) -> str:
    """The wanted language that any product has names of free attributes in, else the store's own."""
    there = [key.removeprefix(NAMES_IN) for key in counts if key.startswith(NAMES_IN) and NAMES_IN not in key.removeprefix(NAMES_IN)]
    return best_of(there, languages) or settings().default_language
