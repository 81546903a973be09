"""Which words shoppers search for. Pure: a day's tally in, a day's tally out; where tallies are kept is the catalogue's business.

What could name a person (an e-mail address, a long number, however it is written) is not counted. `tally` adds days up and ranks.
"""

from __future__ import annotations

from functions.catalog.search.fields import whole
from functions.catalog.search.tally import Count, Tally
from functions.shared.contact.typed import could_name_somebody

_MAX_LENGTH = 64


def counted_word(text: str) -> str | None:
    """The form under which a search text is counted; None when it is not to be counted."""
    word = whole(text)
    if not word or len(word) > _MAX_LENGTH or could_name_somebody(word) or not any(char.isalnum() for char in word):
        return None
    return word


def counted(tally: Tally, text: str, *, results: int) -> Tally:
    """The tally after one more search."""
    word = counted_word(text)
    if word is None:
        return tally
    before = tally.counts.get(word, Count())
    return Tally({**tally.counts, word: Count(before.searches + 1, before.without_results + (results == 0))})
