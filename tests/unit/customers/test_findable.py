"""By which words people are found, and how lists of them are walked side by side."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

from functions.customers.model.findable import asked_for, tokens_of
from functions.customers.model.side_by_side import MOST_LOOKS, NEWEST, in_all


def is_found(name: str, by: str) -> bool:
    return set(asked_for(by)) <= set(tokens_of([name])) and bool(asked_for(by))


def test_names_are_found_by_their_words_and_by_how_they_begin() -> None:
    """H12"""
    name = "Jean-Luc  O\u2019Neil Årsson"
    assert all(is_found(name, by) for by in ("jean", "LUC", "oneil jean", "ARSSON", "ars", "Ｊｅａｎ", "o'ne"))
    assert not any(is_found(name, by) for by in ("je", "eil", "jeanx", "luc meier", "", "!!", "--"))
    assert is_found("Li", "li")
    assert not is_found("Lisa", "li")
    assert is_found("Wolfeschlegelsteinhausenberger", "wolfeschlegelsteinhausenberger")


def test_names_without_blanks_are_found_by_characters_and_pairs() -> None:
    """H12: Chinese names have no words; traditional and simplified are one."""
    assert all(is_found("王小明", by) for by in ("王", "小明", "王小明", "小 明"))
    assert not any(is_found("王小明", by) for by in ("王明", "明小"))
    assert is_found("張偉", "张伟")
    assert is_found("Ada 王", "王 ada")
    assert is_found("Ada王", "ada")


def rows(lists: dict[str, list[str]], counted: list[str]) -> Callable[[str, str, str, int], Sequence[str]]:
    def read(name: str, start: str, place: str, piece: int) -> Sequence[str]:
        counted.append(name)
        held = lists[name]
        last = bisect_right(held, place)
        return held[max(bisect_left(held, start), last - piece) : last][::-1]

    return read


def place(number: int) -> str:
    # Seven register at the same moment.
    return f"2026-01-01T00:{number // 7:06}#cus_{number:06}"


def test_ten_thousand_rows_are_paged_to_the_last() -> None:
    """Each once, in their order, one read a page; the last page says that it is the last, also when it is full."""
    everybody = [place(number) for number in range(10_000)]
    seen: list[str] = []
    counted: list[str] = []
    at: str | None = NEWEST
    pages = 0
    while at is not None:
        found, at = in_all([["all"]], "0", at, limit=100, read=rows({"all": everybody}, counted))
        seen += found
        pages += 1
    assert seen == everybody[::-1]
    assert (pages, len(counted)) == (100, 100)


def test_what_stands_in_all_lists_is_found_and_nothing_else() -> None:
    """Also where one list is long and the other short, of which one of two is enough."""
    lists = {
        "all": [place(n) for n in range(6_000)],
        "third": [place(n) for n in range(0, 6_000, 3)],
        "few": [place(n) for n in (30, 31, 900, 4_500)],
        "other": [place(3)],
    }
    counted: list[str] = []
    found, more = in_all([["all"], ["third"], ["few", "other"]], "0", NEWEST, limit=10, read=rows(lists, counted))
    assert (found, more) == ([place(4_500), place(900), place(30), place(3)], None)
    assert len(counted) < 20
    assert in_all([["third"]], place(5_000), place(5_010), limit=10, read=rows(lists, counted))[0] == [
        place(n) for n in (5_010, 5_007, 5_004, 5_001)
    ]
    assert in_all([["all"], ["none"]], "0", NEWEST, limit=10, read=rows(lists | {"none": []}, counted)) == ([], None)


def test_an_answer_that_takes_many_looks_goes_on_where_it_stopped() -> None:
    """Two long lists that never meet but at their old end."""
    lists = {"even": [place(n) for n in [1, *range(2, 30_000, 2)]], "odd": [place(n) for n in range(1, 30_000, 2)]}
    seen: list[str] = []
    at: str | None = NEWEST
    rounds = 0
    while at is not None:
        counted: list[str] = []
        found, at = in_all([["even"], ["odd"]], "0", at, limit=10, read=rows(lists, counted))
        assert len(counted) <= MOST_LOOKS
        seen += found
        rounds += 1
    assert seen == [place(1)]
    assert rounds > 1
