"""What searches find, against a plain scan of all texts: the table of engines.md §1.3 on our own catalogue."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from functions.catalog.search import ProductDocument, SearchIndex, SearchQuery

# kind → (what is typed, what is meant: texts that must all occur in the product)
CASES: dict[str, dict[str, tuple[str, ...]]] = {
    "exact word": {"手机壳": ("手机壳",), "连衣裙": ("连衣裙",), "儿童安全座椅": ("儿童安全座椅",), "电热水壶": ("电热水壶",)},
    "partial word": {"耳机": ("耳机",), "连衣": ("连衣",), "推车": ("推车",), "座椅": ("座椅",), "水壶": ("水壶",)},
    "one character": {"鞋": ("鞋",), "裙": ("裙",), "壳": ("壳",)},
    "glued": {"苹果手机壳": ("苹果", "手机壳"), "黑色连衣裙": ("黑色", "连衣裙"), "防水蓝牙耳机": ("防水", "蓝牙耳机")},
    "mixed": {
        "苹果 iPhone 手机壳": ("苹果", "iphone", "手机壳"),
        "iphone手机壳": ("iphone", "手机壳"),
        "Nike跑步鞋": ("nike", "跑步鞋"),
    },
    "English": {"running shoes": ("running", "shoe"), "black dress": ("black", "dress"), "office chair": ("office", "chair")},
    "traditional": {"手機殼": ("手机壳",), "藍牙耳機": ("蓝牙耳机",), "連衣裙": ("连衣裙",)},
    "Latin typo": {"iphnoe 手机壳": ("iphone", "手机壳"), "huawie": ("huawei",), "samsumg": ("samsung",), "addidas": ("adidas",)},
    "homophone": {"蓝芽耳机": ("蓝牙耳机",), "联衣裙": ("连衣裙",), "手机克": ("手机壳",), "吸尘气": ("吸尘器",)},
    "pinyin": {"shoujike": ("手机壳",), "lianyiqun": ("连衣裙",), "lanya erji": ("蓝牙", "耳机"), "xichenqi": ("吸尘器",)},
    "initials": {"sjk": ("手机壳",), "lyq": ("连衣裙",), "lyej": ("蓝牙耳机",), "etaqzy": ("儿童安全座椅",)},
    "plural": {"dress": ("dress",), "dresses": ("dress",), "smart watches": ("smart", "watch"), "memory cards": ("memory", "card")},
    "unit": {"500毫升": ("500ml",), "500ml": ("500ml",), "1.5升": ("1.5l",), "２公斤": ("2kg",), "2 KG": ("2kg",)},
    "hyphen": {"wifi": ("wi-fi",), "wi fi": ("wi-fi",), "tshirt": ("t-shirt",), "usb c": ("usb-c",), "usbc": ("usb-c",)},
    "kana": {"りんご": ("リンゴ",), "ﾘﾝｺﾞ": ("リンゴ",), "リンゴ": ("リンゴ",)},
    "stem": {"screening": ("screen",), "runs": ("running",)},
}
MUST_REACH = ("exact word", "partial word", "glued", "mixed", "Latin typo", "pinyin", "plural", "unit", "hyphen", "kana")


@dataclass(frozen=True)
class Quality:
    kind: str
    recall: float
    precision: float
    recall_at_24: float
    precision_at_24: float


def measure(index: SearchIndex, documents: Sequence[ProductDocument]) -> list[Quality]:
    texts = {document.id: _text(document) for document in documents}
    found = []
    for kind, cases in CASES.items():
        rows = [_one(index, typed, _products_of(meant, texts)) for typed, meant in cases.items()]
        recall, precision, recall_at_24, precision_at_24 = (sum(row[column] for row in rows) / len(rows) for column in range(4))
        found.append(Quality(kind, recall, precision, recall_at_24, precision_at_24))
    return found


def _products_of(meant: Sequence[str], texts: Mapping[str, str]) -> set[str]:
    return {ident for ident, text in texts.items() if all(_occurs(word, text) for word in meant)}


def _one(index: SearchIndex, text: str, meant: set[str]) -> tuple[float, float, float, float]:
    assert meant, text
    hits = _all_hits(index, text)
    first, all_of = hits[:24], set(hits)
    good = len(meant & set(first))
    precision = len(meant & all_of) / len(all_of) if all_of else 0.0
    return len(meant & all_of) / len(meant), precision, good / min(24, len(meant)), good / len(first) if first else 0.0


def _all_hits(index: SearchIndex, text: str) -> list[str]:
    query = SearchQuery(text=text, limit=100, highlight=False)
    hits: list[str] = []
    while True:
        result = index.search(query)
        hits += [hit.id for hit in result.hits]
        if result.next is None:
            return hits
        query = replace(query, after=result.next)


def _text(document: ProductDocument) -> str:
    texts = [
        document.slug,
        *document.titles.values(),
        *document.briefs.values(),
        *document.descriptions.values(),
        *document.brand_names.values(),
    ]
    values = [value for values in document.attributes.values() for value in values]
    return " | ".join([*texts, *document.category_names, *document.ancestor_names, *document.tags, *values, *document.keywords]).lower()


def _occurs(meant: str, text: str) -> bool:
    """Chinese anywhere; a Latin word at the beginning of a word, so that `men` is not found in `women`."""
    if not meant.isascii():
        return meant in text
    return re.search(rf"(?<![a-z]){re.escape(meant)}(?:e?s)?(?![a-z])", text) is not None
