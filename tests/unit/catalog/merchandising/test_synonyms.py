"""Words that mean the same: what else a query says, and which cannot be said together."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.catalog.model.merchandising.search_rule import cycle_of
from functions.catalog.search.synonyms import MOST_TEXTS, Synonyms

Sets = list[tuple[str, list[str], list[str]]]


def texts(sets: Sets, query: str) -> list[str]:
    return [one.text for one in Synonyms(sets).other_texts(query)]


def test_both_ways_each_finds_the_others_and_one_way_only_there() -> None:
    """X52"""
    sets: Sets = [("r1", ["sneakers", "running shoes"], []), ("r2", ["tablet"], ["ipad"])]
    assert texts(sets, "red Sneaker") == ["red running shoes"]
    assert texts(sets, "RUNNING  SHOES size 42") == ["sneakers size 42"]
    assert texts(sets, "tablets") == ["ipad"]
    assert texts(sets, "ipad") == []


def test_chinese_and_signs_are_found_as_they_stand_and_the_longest_first() -> None:
    """X52: zh, en and emoji in one set."""
    sets: Sets = [("r", ["手机壳", "phone case", "📱"], []), ("short", ["手机"], ["phone"])]
    assert texts(sets, "红色手机壳") == ["红色 phone case", "红色 📱"]
    assert texts(sets, "手機") == ["phone"]
    assert texts(sets, "📱 blue") == ["手机壳 blue", "phone case blue"]
    assert texts(sets, "headphone") == []


def test_nothing_is_looked_up_twice() -> None:
    """X52: what a synonym says is not replaced again."""
    assert texts([("r", ["a1"], ["b1"]), ("s", ["b1"], ["c1"])], "a1") == ["b1"]


def test_there_are_never_too_many_texts() -> None:
    """X52: of 20 words with 20 synonyms each those with the fewest replacements."""
    words = [f"w{chr(97 + n)}" for n in range(20)]
    sets: Sets = [(word, [word, *(f"{word}{chr(97 + n)}x" for n in range(19))], []) for word in words]
    found = texts(sets, " ".join(words))
    assert (len(found), len(set(found))) == (MOST_TEXTS, MOST_TEXTS)


def test_a_thousand_synonyms_are_no_burden() -> None:
    """X52: looked up by hash."""
    synonyms = Synonyms([(f"r{n}", [f"word{n} x", f"other{n}"], []) for n in range(1000)])
    begin = time.process_time()
    for _ in range(100):
        synonyms.other_texts("a long query with word7 x and many more words " * 4)
    assert (time.process_time() - begin) / 100 < 0.01


@pytest.mark.parametrize(
    ("sets", "leads_back"),
    [
        ([(["a"], ["b"]), (["b"], ["a"])], True),
        ([(["a"], ["b"]), (["b"], ["c"]), (["c"], ["a"])], True),
        ([(["a", "b"], []), (["b"], ["a"])], True),
        ([(["a"], ["b"]), (["b", "c"], []), (["c"], ["a"])], True),
        ([(["a", "b"], []), (["b", "c"], []), (["a", "c"], [])], False),
        ([(["a"], ["b", "c"]), (["b"], ["c"])], False),
    ],
)
def test_one_way_and_back_is_told(sets: list[tuple[list[str], list[str]]], leads_back: bool) -> None:
    """X52"""
    assert bool(cycle_of(sets)) is leads_back


_words = st.sampled_from("abcdef")


@given(st.lists(st.tuples(st.lists(_words, min_size=1, max_size=2, unique=True), st.lists(_words, max_size=2))))
def test_a_cycle_is_what_a_walk_over_all_words_finds(sets: list[tuple[list[str], list[str]]]) -> None:
    """X52"""
    reach = {word: {word} for word in "abcdef"}
    steps = [(word, other) for words, to in sets for word in words for other in (to or words)]
    for _ in range(8):
        for begin, end in steps:
            for seen in reach.values():
                if begin in seen:
                    seen.add(end)
    leads_back = any(word in reach[other] for words, to in sets for word in words for other in to)
    assert bool(cycle_of(sets)) is leads_back
