"""Which advertisement an order is owed to: the last one its browser came by within seven days before the order was sent. Pure.

`events` is the view of the lake's rows. Written in the subset that Trino (Athena) has too, like `model/sql.py`.
"""

from __future__ import annotations

from functions.shared.plain.deferred import dataclass

WINDOW_DAYS = 7
PAID_WITHIN_DAYS = 3
"""An order that is paid later than this after it was sent is nobody's, to the second: files of the days before are not read."""
NOBODY = ""

ATTRIBUTED = """
WITH paid AS (
  SELECT order_id, currency, max(amount) AS amount, min("at") AS paid_at FROM events
  WHERE source = 'business' AND type = 'order.paid' AND order_id <> '' AND "at" >= $start AND "at" < $end
  GROUP BY order_id, currency
), sent AS (
  SELECT order_id, visitor, min("at") AS sent_at FROM events
  WHERE source = 'behaviour' AND type = 'order.sent' AND NOT bot AND order_id <> '' AND visitor <> '' GROUP BY order_id, visitor
), touches AS (
  SELECT visitor, "at" AS touched_at, id, query AS touch FROM events
  WHERE source = 'behaviour' AND type = 'ad.clicked' AND NOT bot AND visitor <> ''
), led AS (
  SELECT sent.order_id, touches.touch,
         row_number() OVER (PARTITION BY sent.order_id ORDER BY touches.touched_at DESC, touches.id DESC) AS place
  FROM sent JOIN paid ON paid.order_id = sent.order_id
  JOIN touches ON touches.visitor = sent.visitor AND touches.touched_at <= sent.sent_at
  WHERE CAST(sent.sent_at AS TIMESTAMP) - CAST(touches.touched_at AS TIMESTAMP) <= INTERVAL '7' DAY
    AND CAST(paid.paid_at AS TIMESTAMP) - CAST(sent.sent_at AS TIMESTAMP) <= INTERVAL '3' DAY
)
SELECT coalesce(led.touch, '') AS touch, paid.currency, count(*) AS orders, sum(paid.amount) AS revenue
FROM paid LEFT JOIN led ON led.order_id = paid.order_id AND led.place = 1
GROUP BY coalesce(led.touch, ''), paid.currency ORDER BY touch, currency
"""


@dataclass(frozen=True)
class Touch:
    """Where a visit came from, as the address of the page it landed on says. `keyword` may be empty."""

    source: str
    campaign: str
    keyword: str = ""

    @property
    def text(self) -> str:
        """As a row of the lake has it: in `query`."""
        return f"{self.source}|{self.campaign}|{self.keyword}"


def touch_of(text: str) -> Touch:
    source, campaign, keyword = (*text.split("|", 2), "", "")[:3]
    return Touch(source, campaign, keyword)
