"""Nothing is booked for whoever was erased: every function that writes people's accounts may look."""

from __future__ import annotations

from infra.functions.grants import unless_erased, write
from infra.functions.loyalty import FUNCTIONS


def test_who_books_points_and_credit_may_look_whether_its_person_was_erased() -> None:
    """Without it each booking is refused by IAM, as staff's changes of credit were."""
    books = [one for one in FUNCTIONS if write("loyalty") in one.grants]
    assert len(books) > 5
    assert [one.name for one in books if unless_erased() not in one.grants] == []
