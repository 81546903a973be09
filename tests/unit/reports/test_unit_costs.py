"""What pieces cost, said in each currency that they are sold in."""

from __future__ import annotations

from functions.reports.model.unit_cost import Costs, UnitCost

JANUARY, MARCH = "2026-01-01T00:00:00.000Z", "2026-03-01T00:00:00.000Z"


def test_a_cost_in_one_currency_takes_none_away_from_another() -> None:
    costs = Costs().saying(UnitCost(JANUARY, 300, "CNY")).saying(UnitCost(JANUARY, 40, "USD")).saying(UnitCost(MARCH, 45, "USD"))
    assert [costs.at(MARCH, currency) for currency in ("CNY", "USD", "EUR")] == [300, 45, None]
    assert [costs.at(JANUARY, currency) for currency in ("CNY", "USD")] == [300, 40]
    said_again = costs.saying(UnitCost(JANUARY, 310, "CNY"))
    assert (said_again.at(JANUARY, "CNY"), said_again.at(JANUARY, "USD"), len(said_again.known)) == (310, 40, 3)
