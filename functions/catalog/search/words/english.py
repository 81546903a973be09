"""English words: their singular, their stem, and whether a word is one at all.

Singular and plural are the same token everywhere, because they are the same product. The stem (run, running) is only a later reading:
it also joins words that are different goods (legging and leg).
"""

from __future__ import annotations

import gzip
import json
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tantivy import TextAnalyzer

_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "feet": "foot", "teeth": "tooth", "geese": "goose", "mice": "mouse",
    "quizzes": "quiz", "oxen": "ox", "matrices": "matrix", "indices": "index", "vertices": "vertex",
}  # fmt: skip
_TO_F = "calves dwarves elves halves hooves leaves loaves scarves selves shelves thieves wharves wolves"
_TO_FE = "knives lives wives housewives midwives"
_IRREGULAR |= {word: f"{word[:-3]}f" for word in _TO_F.split()} | {word: f"{word[:-3]}fe" for word in _TO_FE.split()}
# Singulars that end in s, and their plurals.
_WITH_S = "atlas bias bonus bus cactus campus canvas circus gas iris lens minus octopus plus status virus"
_IRREGULAR |= {f"{word}es": word for word in _WITH_S.split()} | {word: word for word in f"{_WITH_S} christmas news series species".split()}
# Plurals that lose their s only, among the many in -ies, -ches, -xes, -oes that lose more.
_IE = """beanie bikie birdie bootie bowtie brownie budgie calorie collie cookie cutie doggie foodie genie goalie hippie hoodie junkie
lingerie magpie movie necktie newbie onesie pinkie pixie rookie selfie smoothie sweetie talkie townie veggie walkie zombie"""
_CHE = """headache toothache backache heartache earache stomachache cache quiche niche moustache mustache avalanche creche brioche cliche"""
_OE = "shoe horseshoe snowshoe overshoe toe tiptoe canoe hoe oboe aloe"
_IRREGULAR |= {f"{word}s": word for word in f"{_IE} {_CHE} {_OE} axe".split()}
_ES_DROPPED = ("sses", "shes", "ches", "xes", "tzes", "zzes", "oes")
_SHORTEST = 4


@lru_cache(maxsize=65_536)
def singular(word: str) -> str:
    """The token of a word in lower case, the same for singular and plural."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < _SHORTEST or not word.isalpha():
        return word
    if not word.endswith("s") or word.endswith(("ss", "us")):
        return word
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-1] if len(word) == _SHORTEST else word[:-3] + "y"
    if word.endswith(_ES_DROPPED):
        return word[:-2]
    return _IRREGULAR.get(word[:-1], word[:-1])


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """By the Snowball stemmer: run, running, runs → run."""
    if len(word) < _SHORTEST or not (word.isascii() and word.isalpha()):
        return word
    return str(_snowball().analyze(word)[0])


@lru_cache(maxsize=65_536)
def further_stem(word: str) -> str:
    """The stem where it is more than an ending letter away from the singular (run for running): what the index holds beside the word."""
    one = singular(word)
    root = stem(one)
    return root if len(one) - len(root) > 1 else ""


@cache
def _snowball() -> TextAnalyzer:
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    return TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.stemmer("english")).build()


def is_word(word: str) -> bool:
    """Whether it is spelled right: then nobody mistyped something else."""
    return word in _dictionary()


@cache
def _dictionary() -> frozenset[str]:
    """160,000 words of pyspellchecker's English list; read when a search has found nothing as it was typed."""
    packed = resources.files("spellchecker").joinpath("resources", "en.json.gz").read_bytes()
    return frozenset(json.loads(gzip.decompress(packed)))
