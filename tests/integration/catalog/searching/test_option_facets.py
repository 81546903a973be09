"""P11: options in the search index: found and filtered in every language, counted in the reader's."""

from __future__ import annotations

from dataclasses import replace

from functions.catalog.finding.product_document import document_of
from functions.catalog.finding.search_names import Names
from functions.catalog.finding.views import facets_view
from functions.catalog.model.attribute import Attribute, AttributeDefinition, AttributeType
from functions.catalog.model.category import Category, Tree
from functions.catalog.model.product import Option
from functions.catalog.search import Facets
from functions.catalog.search.facet_counts import with_own
from tests.unit.catalog.test_product_document import AROUND, PRODUCT, SHOWN

MATERIAL = Option("Material", ["木", "竹"], {}, {"木": {"en": "Wood"}, "竹": {"en": "Bamboo"}})
NAMES = Names(Tree({}), {}, {}, 0.0)


def attributes(*options: Option) -> dict[str, tuple[str, ...]]:
    document = document_of(replace(PRODUCT, attributes=[], options=list(options)), SHOWN, AROUND)
    assert document is not None
    return dict(document.attributes)


def counted(*products: dict[str, tuple[str, ...]]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for one in products:
        for name, values in one.items():
            for value in values:
                counts.setdefault(name, {})[value] = counts.setdefault(name, {}).get(value, 0) + 1
    return counts


def facet(counts: dict[str, dict[str, int]], language: str) -> dict[str, dict[str, int]]:
    view = facets_view(Facets(attributes=counts), NAMES, [language])
    return {one.name: {value.value: value.count for value in one.values} for one in view.attributes}


def test_an_option_is_told_under_its_stored_name_and_under_its_name_in_every_language() -> None:
    colour = Option("颜色", ["红"], {"en": "Colour", "zh-Hant": "顏色"}, {"红": {"en": "Red", "zh-Hant": "紅"}})
    told = attributes(colour)
    assert (told["颜色"], told["Colour"], told["顏色"]) == (("红",), ("Red",), ("紅",))
    assert (told["@zh"], told["@en"], told["@zh-hant"]) == (("颜色",), ("Colour",), ("顏色",))
    assert facet(counted(told), "en") == {"Colour": {"Red": 1}}
    assert facet(counted(told), "zh-tw") == {"顏色": {"紅": 1}}
    assert facet(counted(told), "zh") == {"颜色": {"红": 1}}


def test_a_name_that_is_the_same_in_two_languages_is_counted_with_the_values_of_the_readers_only() -> None:
    """A product without translations keeps its own values in the same facet."""
    plain = attributes(Option("Material", ["木", "Steel"]))
    counts = counted(attributes(MATERIAL), plain)
    assert facet(counts, "en") == {"Material": {"Wood": 1, "Bamboo": 1, "木": 1, "Steel": 1}}
    assert facet(counts, "zh") == {"Material": {"木": 2, "竹": 1, "Steel": 1}}


def test_an_attribute_of_the_same_name_is_not_hidden() -> None:
    """What the product says of itself stands beside the values of its variants."""
    product = replace(PRODUCT, attributes=[Attribute({"en": "Material"}, {"en": "Oak"})], options=[MATERIAL])
    document = document_of(product, SHOWN, AROUND)
    assert document is not None
    assert facet(counted(dict(document.attributes)), "en") == {"Material": {"Oak": 1, "Wood": 1, "Bamboo": 1}}


def test_the_facet_of_a_filtered_option_hides_as_much_as_the_others() -> None:
    """Its own filter is left out for both of its counts."""
    bamboo = attributes(replace(MATERIAL, values=["竹"]))
    everything, filtered = counted(attributes(MATERIAL), bamboo), counted(bamboo)
    assert facet(with_own(filtered, everything, "Material"), "en") == {"Material": {"Bamboo": 2, "Wood": 1}}


def test_a_number_in_a_facet_has_its_unit_in_the_readers_language() -> None:
    """P11"""
    weight = AttributeDefinition("weight", {"en": "Weight"}, AttributeType.NUMBER, "kg", unit_names={"zh": "千克", "de": "Kilo"})
    root = Category("cat_1", {"en": "Root"}, attributes=[weight])
    names = Names(Tree({root.id: root}), {}, {}, 0.0)
    facets = Facets(attributes={"weight": {"1.5": 2}})
    shown = [facets_view(facets, names, [language]).attributes[0].values[0].name for language in ("zh", "de", "en")]
    assert shown == ["1.5 千克", "1.5 Kilo", "1.5 千克"]
