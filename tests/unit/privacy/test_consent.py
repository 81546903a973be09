"""A person's own word counts; nobody else turns their no into a yes."""

from __future__ import annotations

import pytest

from functions.privacy.model.consent import Consent, Purpose, Source, after

EARLY, LATE = "2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z"


def said(given: bool, source: Source, at: str = LATE, words: str = "1") -> Consent:
    return Consent(Purpose.MARKETING_EMAIL, given, words, source, at)


@pytest.mark.parametrize("source", Source)
@pytest.mark.parametrize("given", [True, False])
def test_the_first_word_counts_whoever_says_it(source: Source, given: bool) -> None:
    """H14"""
    assert after(None, said(given, source)) == said(given, source)


@pytest.mark.parametrize("source", [Source.STAFF, Source.IMPORT])
@pytest.mark.parametrize("at", [EARLY, LATE])
def test_nobody_else_undoes_a_no(source: Source, at: str) -> None:
    """H14, case 6 of the people: a customer file does not undo an opt-out, however new it is."""
    assert after(said(False, Source.UNSUBSCRIBE, EARLY), said(True, source, at)) is None
    assert after(said(False, Source.IMPORT, EARLY), said(True, source, at)) is None


def test_they_themselves_may_change_their_mind() -> None:
    """H14"""
    yes, no = said(True, Source.ACCOUNT), said(False, Source.UNSUBSCRIBE)
    assert after(no, yes) == yes
    assert after(yes, no) == no
    assert after(yes, yes) is None
    other_words = said(True, Source.ACCOUNT, words="2")
    assert after(yes, other_words) == other_words


def test_a_yes_is_taken_back_by_others_unless_their_word_is_older() -> None:
    """H14"""
    yes = said(True, Source.ACCOUNT, LATE)
    assert after(yes, said(False, Source.IMPORT, EARLY)) is None
    assert after(yes, said(False, Source.IMPORT, LATE)) == said(False, Source.IMPORT, LATE)
    assert after(yes, said(True, Source.IMPORT, LATE, words="9")) is None
