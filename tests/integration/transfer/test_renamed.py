"""X48: ids are rewritten, and what is compared does not depend on how the new ones sort."""

from __future__ import annotations

from infra.transfer.accounts import renamed
from infra.transfer.lines import ordered, text_of

A, B, C = (f"cus_{letter * 26}" for letter in "123")


def test_sets_and_names_of_people_come_to_the_same_whatever_their_ids_are() -> None:
    line = {"pk": A, "sk": "X", "attributes": {"who": {"SS": [A, B]}, "raw": {"B": "AP8="}}, "body": {A: 1, B: [B, A]}}
    text = text_of(line)
    there = {A: C, B: A}
    back = ordered(renamed(renamed(text, there), {new: old for old, new in there.items()}))
    assert back == text
    assert ordered(renamed(text, there)) != text
