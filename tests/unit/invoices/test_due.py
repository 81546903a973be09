"""X28: which document is due next, document by document: what was issued before, what went back, and what came back of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from functions.invoices.model.credit import Back
from functions.invoices.model.document import Document, Kind
from functions.invoices.model.due import Draft, Refund, back_of, current_invoice, next_due, reissued
from functions.invoices.model.rows import Sold, rows_of, sums_of
from tests.unit.invoices.papers import an_invoice
from tests.unit.invoices.test_rows import inside

SHIRT, SOCKS, FREE = inside("shirt", 5000, "0.19"), inside("socks", 1000, "0.19", quantity=2), Sold("gift", "gift", 1, 0, 0, 0)
SOLD = [SHIRT, SOCKS]


class Papers:
    """Everything that is due is issued at once."""

    def __init__(self) -> None:
        self.issued: list[Document] = []

    def issue(self, sold: Sequence[Sold], *refunds: Refund, may_invoice: bool = True, revision: int = 0) -> list[tuple[str, str, int]]:
        before = len(self.issued)
        for _ in range(9):
            drafts = next_due(sold, refunds, self.issued, may_invoice=may_invoice, revision=revision)
            if not drafts:
                return self.told(before)
            self.add(drafts)
        raise AssertionError(f"it never ends: {self.told(before)}")

    def add(self, drafts: Sequence[Draft]) -> None:
        for one in drafts:
            said = replace(an_invoice([]), id=f"inv_{len(self.issued)}", kind=one.kind, cause=one.cause, rows=one.rows)
            self.issued.append(replace(said, basis_id=one.basis.id if one.basis else ""))

    def told(self, since: int) -> list[tuple[str, str, int]]:
        return [(one.kind.value, one.cause, one.sums.gross) for one in self.issued[since:]]


def back(name: str, gross: int, pieces: int = 1) -> Back:
    return Back({name: (pieces, gross)})


def test_an_invoice_is_due_once_it_may_be_and_not_for_nothing() -> None:
    papers = Papers()
    assert papers.issue(SOLD, may_invoice=False) == []
    assert papers.issue([FREE]) == []
    assert papers.issue([FREE, SHIRT]) == [("invoice", "order", 5000)]
    assert papers.issue([FREE, SHIRT]) == []
    assert current_invoice([]) is None


def test_each_refund_has_its_note_one_after_the_other() -> None:
    papers = Papers()
    papers.issue(SOLD)
    refunds = [Refund("ref_1", back("socks", 500)), Refund("ref_2", Back()), Refund("ref_3", back("shirt", 5000))]
    drafts = next_due(SOLD, refunds, papers.issued, may_invoice=True)
    assert [(one.cause, one.basis) for one in drafts] == [("ref_1", papers.issued[0])]
    assert papers.issue(SOLD, *refunds) == [("credit_note", "ref_1", 500), ("credit_note", "ref_3", 5000)]
    assert papers.issue(SOLD, *refunds, may_invoice=False) == []


def test_money_that_is_here_again_is_invoiced_again_as_its_note_said() -> None:
    papers = Papers()
    papers.issue(SOLD)
    gone = Refund("ref_1", back("socks", 500))
    assert papers.issue(SOLD, replace(gone, came_back=True)) == [], "nothing was noted of it"
    papers.issue(SOLD, gone)
    assert papers.issue(SOLD, replace(gone, came_back=True)) == [("invoice", "back#ref_1", 500)]
    assert papers.issued[2].rows == papers.issued[1].rows
    assert papers.issued[2].basis_id == papers.issued[1].id
    assert current_invoice(papers.issued) == papers.issued[0]
    # It may go back anew, as nothing has gone back of it.
    both = [replace(gone, came_back=True), Refund("ref_2", back("socks", 1000, 2))]
    assert papers.issue(SOLD, *both) == [("credit_note", "ref_2", 1000)]


def test_what_a_bank_takes_beyond_what_is_left_is_no_more_than_that() -> None:
    rows = rows_of(SOLD)
    noted = rows_of([SOCKS])
    bank, own = Refund("dsp_1", Back(other=6000), by_bank=True), Refund("ref_1", back("shirt", 4000))
    assert back_of(bank, [bank], rows, []) == Back(other=6000), "as much as there is"
    assert back_of(bank, [own, bank], rows, noted) == Back(other=5000)
    assert back_of(own, [own, bank], rows, noted) == own.back
    all_of_it = replace(own, back=Back({"shirt": (1, 5000), "socks": (2, 1000)}))
    assert back_of(all_of_it, [all_of_it, bank], rows, []) == all_of_it.back
    more = replace(own, back=back("shirt", 6001))
    assert back_of(more, [more, bank], rows, []) == Back(other=6000), "a refund beside a bank that took"
    assert back_of(more, [more], rows, []) == more.back, "nobody but a bank takes too much"


def test_an_amended_order_is_invoiced_anew_for_what_still_counts() -> None:
    papers = Papers()
    papers.issue(SOLD)
    papers.issue(SOLD, Refund("ref_1", back("socks", 500)))
    assert papers.issue([SHIRT], Refund("ref_1", back("socks", 500)), may_invoice=False, revision=1) == []
    assert papers.issue([SHIRT], Refund("ref_1", back("socks", 500)), revision=1) == [
        ("credit_note", "amended#1#note", 5500),
        ("invoice", "amended#1", 5000),
    ]
    assert [one.basis_id for one in papers.issued[2:]] == [papers.issued[0].id] * 2
    assert current_invoice(papers.issued) == papers.issued[3]
    # What goes back is taken off the new invoice.
    assert papers.issue([SHIRT], Refund("ref_1", back("socks", 500)), Refund("ref_2", back("shirt", 5000)), revision=1) == [
        ("credit_note", "ref_2", 5000)
    ]
    assert papers.issued[-1].basis_id == papers.issued[3].id


def test_an_amendment_that_changes_no_price_needs_no_paper() -> None:
    papers = Papers()
    papers.issue(SOLD)
    assert papers.issue(SOLD, revision=1) == []
    assert next_due([SHIRT], [], papers.issued, may_invoice=True) == [], "nobody amended it"


def test_an_order_that_is_amended_to_cost_nothing_has_a_note_alone_and_an_invoice_when_it_costs_again() -> None:
    papers = Papers()
    papers.issue(SOLD)
    assert papers.issue([FREE], revision=1) == [("credit_note", "amended#1#note", 6000)]
    assert papers.issue([], revision=2) == []
    assert papers.issue(SOLD, revision=3) == [("invoice", "amended#3", 6000)]


def test_of_an_order_that_went_back_whole_an_amendment_makes_an_invoice_alone() -> None:
    papers = Papers()
    papers.issue([SHIRT])
    refund = Refund("ref_1", back("shirt", 5000))
    papers.issue([SHIRT], refund)
    assert papers.issue([SOCKS], refund, revision=1) == [("invoice", "amended#1", 1000)]


def test_an_invoice_for_another_buyer_takes_back_what_still_counts_and_says_the_same() -> None:
    papers = Papers()
    assert reissued([]) == []
    papers.issue([*SOLD, FREE])
    refund = Refund("ref_1", back("socks", 1000, 2))
    papers.issue([*SOLD, FREE], refund)
    note, invoice = reissued(papers.issued)
    assert [(one.kind, one.cause, sums_of(one.rows).gross, one.basis) for one in (note, invoice)] == [
        (Kind.CREDIT_NOTE, "reissue#2#note", 5000, papers.issued[0]),
        (Kind.INVOICE, "reissue#2", 5000, papers.issued[0]),
    ]
    assert [row.id for row in note.rows] == ["shirt"]
    papers.add([note, invoice])
    # It is no amendment: the order is still what was invoiced first.
    assert papers.issue([*SOLD, FREE], refund, revision=1) == []
    assert papers.issue([*SOLD, FREE], refund, Refund("ref_2", back("shirt", 5000)), revision=1) == [("credit_note", "ref_2", 5000)]
    assert reissued(papers.issued) == []
