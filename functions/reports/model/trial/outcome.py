"""What came of an A/B test, out of the events of browsers and orders. Pure.

A person is whoever a browser was signed in as (the first by id where several were), else the browser. Who was seen in two variants is
counted in neither and listed apart. An order counts once, for the person, if it was placed after they were first seen and before the end.

Sources: E. B. Wilson (1927); R. G. Newcombe (1998), Statistics in Medicine 17, method 10: the interval of a difference of two shares.
"""

from __future__ import annotations

from math import sqrt

from functions.shared.plain.deferred import dataclass

Z_95 = 1.959963984540054

OUTCOME = """
WITH people AS (
  SELECT visitor, min(subject) AS subject FROM events
  WHERE source = 'behaviour' AND NOT bot AND visitor <> '' AND subject <> '' GROUP BY visitor
), seen AS (
  SELECT coalesce(people.subject, e.visitor) AS person, e.query AS variant, min(e."at") AS first_at
  FROM events AS e LEFT JOIN people ON people.visitor = e.visitor
  WHERE e.source = 'behaviour' AND e.type = 'experiment.seen' AND NOT e.bot AND e.visitor <> ''
    AND e.query LIKE $of AND e."at" >= $start AND e."at" < $end
  GROUP BY coalesce(people.subject, e.visitor), e.query
), placed AS (
  SELECT person, count(*) AS variants, min(variant) AS variant, min(first_at) AS first_at FROM seen GROUP BY person
), sent AS (
  SELECT order_id, min(visitor) AS visitor FROM events
  WHERE source = 'behaviour' AND type = 'order.sent' AND NOT bot AND order_id <> '' AND visitor <> '' GROUP BY order_id
), begun AS (
  SELECT order_id, min("at") AS begun_at, max(subject) AS subject FROM events
  WHERE source = 'business' AND type IN ('order.placed', 'order.paid') AND order_id <> '' GROUP BY order_id
), paid AS (
  SELECT DISTINCT order_id FROM events WHERE source = 'business' AND type = 'order.paid' AND order_id <> ''
), bought AS (
  SELECT coalesce(nullif(begun.subject, ''), people.subject, sent.visitor) AS person, begun.order_id, begun.begun_at
  FROM paid JOIN begun ON begun.order_id = paid.order_id
  LEFT JOIN sent ON sent.order_id = paid.order_id LEFT JOIN people ON people.visitor = sent.visitor
), counted AS (
  SELECT placed.person, placed.variants, placed.variant, count(bought.order_id) AS orders
  FROM placed LEFT JOIN bought ON bought.person = placed.person AND bought.begun_at >= placed.first_at AND bought.begun_at < $end
  GROUP BY placed.person, placed.variants, placed.variant
)
SELECT CASE WHEN variants > 1 THEN '' ELSE variant END AS variant, count(*) AS people,
       count(CASE WHEN orders > 0 THEN 1 END) AS buyers, sum(orders) AS orders
FROM counted GROUP BY CASE WHEN variants > 1 THEN '' ELSE variant END ORDER BY variant
"""
"""`events` is the view of the lake's rows; `$of` is the experiment's id, a bar and `%`. Variant '': seen in several."""


@dataclass(frozen=True)
class Counted:
    people: int = 0
    buyers: int = 0
    orders: int = 0

    @property
    def rate(self) -> float | None:
        return self.buyers / self.people if self.people else None


def interval(one: Counted) -> tuple[float, float] | None:
    """In which the share of buyers lies, at 95 %. None of nobody."""
    if not one.people:
        return None
    n, p, square = one.people, one.buyers / one.people, Z_95 * Z_95
    middle, spread = p + square / (2 * n), Z_95 * sqrt(p * (1 - p) / n + square / (4 * n * n))
    return max(0.0, (middle - spread) / (1 + square / n)), min(1.0, (middle + spread) / (1 + square / n))


def difference(one: Counted, control: Counted) -> tuple[float, float, float] | None:
    """How much more of them buy than of the control, and the ends of the interval at 95 %. None where one of both is nobody."""
    mine, theirs = interval(one), interval(control)
    if mine is None or theirs is None or one.rate is None or control.rate is None:
        return None
    more = one.rate - control.rate
    down = sqrt((one.rate - mine[0]) ** 2 + (theirs[1] - control.rate) ** 2)
    up = sqrt((mine[1] - one.rate) ** 2 + (control.rate - theirs[0]) ** 2)
    return more, more - down, more + up
