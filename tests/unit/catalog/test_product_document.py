"""What the search index is told of a product, and who pays for the search engine."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

from functions.catalog.finding.product_document import Shown, Surroundings, document_of
from functions.catalog.model.attribute import Attribute
from functions.catalog.model.brand import BrandFacts
from functions.catalog.model.category import Category, Tree
from functions.catalog.model.price_steps import PriceStep
from functions.catalog.model.prior_price import LIMITING
from functions.catalog.model.product import Image, Option, Product, Status, Variant
from functions.catalog.model.tag import Tag
from functions.shared.plain.money import Money

NOW = "2026-03-01T08:00:00.000Z"
LATER = "2026-03-02T08:00:00.000Z"
TREE = Tree({"cat_a": Category("cat_a", {"zh": "家居"}), "cat_b": Category("cat_b", {"zh": "砧板", "en": "Boards"}, parent_id="cat_a")})
AROUND = Surroundings(TREE, {"new": Tag("new", {"zh": "新品", "en": "New"})}, "CNY", "zh", NOW)
SHOWN = Shown(3, BrandFacts("brd_a", {"en": "Acme"}, None, 1), "low_stock", 4.5, 2, 7)
PRODUCT = Product(
    id="prod_a",
    slug="board",
    title={"zh": "砧板", "en": "Board"},
    status=Status.PUBLISHED,
    created_at=NOW,
    updated_at=NOW,
    published_at=LATER,
    category_id="cat_b",
    brand_id="brd_a",
    tags=["new", "loose"],
    attributes=[Attribute({"zh": "产地", "en": "Origin"}, {"zh": "芬兰", "en": "Finland"})],
    options=[Option("颜色", ["红"])],
    images=[Image("https://img.example/a.jpg")],
    variants=[Variant("var_a", "prod_a", 0, "SKU-1", {"颜色": "红"}, Money(900, "CNY"))],
    variant_count=1,
    price_from=Money(900, "CNY"),
    price_steps=[
        PriceStep(NOW, Money(900, "CNY"), claims=dict.fromkeys(LIMITING)),
        PriceStep(LATER, Money(700, "CNY"), Money(900, "CNY"), {"en": "Sale"}, dict.fromkeys(LIMITING)),
    ],
)


def test_a_product_on_sale_is_told_with_everything_it_can_be_found_by() -> None:
    document = document_of(PRODUCT, SHOWN, AROUND)
    assert document is not None
    assert (document.id, document.version, document.sales, document.in_stock, document.rating) == ("prod_a", 3, 7, True, 4.5)
    assert (document.category_ids, document.category_names, document.ancestor_names) == (("cat_b", "cat_a"), ("砧板", "Boards"), ("家居",))
    assert (document.tags, document.tag_names) == (("new", "loose"), ("新品", "New", "loose"))
    assert document.attributes == {
        "产地": ("芬兰",),
        "Origin": ("Finland",),
        "颜色": ("红",),
        "@zh": ("产地", "颜色"),
        "@en": ("Origin", "颜色"),
    }
    assert (document.price_from, document.list_price_from, document.currency) == (900, None, "CNY")
    assert list(document.card) == ["zh", "en"]
    assert document.card["en"]["brand"] == {"id": "brd_a", "name": "Acme", "logo": None}
    assert [step["price"]["amount"] for step in document.card["en"]["steps"]] == [900, 700]


def test_prices_that_are_over_are_not_told() -> None:
    document = document_of(PRODUCT, SHOWN, replace(AROUND, now=LATER))
    assert document is not None
    assert (document.price_from, document.list_price_from) == (700, 900)
    assert [step["price"]["amount"] for step in document.card["zh"]["steps"]] == [700]


def test_what_is_not_on_sale_is_no_document() -> None:
    for status in (Status.DRAFT, Status.UNPUBLISHED):
        assert document_of(replace(PRODUCT, status=status), SHOWN, AROUND) is None


def test_only_who_searches_pays_for_the_search_engine() -> None:
    """Importing tantivy and the dictionaries costs about half a second of every cold start."""
    code = "import sys, functions.catalog.app; print({'tantivy', 'rjieba', 'pypinyin', 'opencc', 'opensearchpy'} & set(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "set()"
