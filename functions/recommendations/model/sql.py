"""What a night counts, as text for DuckDB. `events` is the view of the lake's rows (functions/reports/model/lake_row.py). Pure.

Orders that were cancelled are left out whole. A visit's rows belong to whoever is signed in, else to its browser; an order without a
customer belongs to the browser that sent it, else to nobody but itself.
"""

from __future__ import annotations

MOST_TOGETHER, MOST_ALIKE, MOST_BEST, MOST_OF_ONE = 24, 60, 200, 50
FEWEST_TOGETHER = 2
SURE = 2

BASKETS = """
CREATE OR REPLACE TEMP TABLE baskets AS
SELECT DISTINCT order_id, product_id, min("at") OVER (PARTITION BY order_id) AS paid_at FROM events
WHERE source = 'business' AND type = 'line.paid' AND product_id <> ''
  AND order_id NOT IN (SELECT order_id FROM events WHERE source = 'business' AND type = 'order.cancelled')
"""

TOGETHER = f"""
WITH sold AS (SELECT product_id, count(*) AS orders FROM baskets GROUP BY product_id),
whole AS (SELECT count(DISTINCT order_id) AS orders FROM baskets),
pairs AS (
  SELECT a.product_id AS one, b.product_id AS other, count(*) AS orders
  FROM baskets AS a JOIN baskets AS b ON a.order_id = b.order_id AND a.product_id <> b.product_id
  GROUP BY a.product_id, b.product_id HAVING count(*) >= {FEWEST_TOGETHER}
)
SELECT pairs.one AS one, pairs.other AS other, pairs.orders AS orders,
       pairs.orders * whole.orders / (first.orders * second.orders) AS lift
FROM pairs CROSS JOIN whole JOIN sold AS first ON first.product_id = pairs.one JOIN sold AS second ON second.product_id = pairs.other
QUALIFY row_number() OVER (PARTITION BY pairs.one ORDER BY lift DESC, pairs.orders DESC, pairs.other) <= {MOST_TOGETHER}
ORDER BY one, lift DESC, orders DESC, other
"""  # noqa: S608 — our own numbers

TASTES = f"""
CREATE OR REPLACE TEMP TABLE tastes AS
WITH senders AS (
  SELECT order_id, min(CASE WHEN subject <> '' THEN subject ELSE visitor END) AS who FROM events
  WHERE type = 'order.sent' AND NOT bot AND order_id <> '' AND visitor <> '' GROUP BY order_id
), buyers AS (
  SELECT order_id, max(subject) AS who FROM events WHERE source = 'business' AND type = 'order.paid' GROUP BY order_id
), had AS (
  SELECT CASE WHEN subject <> '' THEN subject ELSE visitor END AS who, product_id, "at" FROM events
  WHERE source = 'behaviour' AND NOT bot AND product_id <> '' AND visitor <> ''
    AND type IN ('product.viewed', 'product.clicked', 'cart.added')
  UNION ALL
  SELECT coalesce(nullif(buyers.who, ''), senders.who, 'order ' || baskets.order_id) AS who, baskets.product_id, baskets.paid_at AS "at"
  FROM baskets LEFT JOIN buyers ON buyers.order_id = baskets.order_id LEFT JOIN senders ON senders.order_id = baskets.order_id
), once AS (
  SELECT who, product_id, max("at") AS "at" FROM had GROUP BY who, product_id
)
SELECT who, product_id FROM once
QUALIFY row_number() OVER (PARTITION BY who ORDER BY "at" DESC, product_id) <= {MOST_OF_ONE}
"""  # noqa: S608
"""Who had to do with what, each once: bots and buyers of everything say little, so of each the last fifty products count."""

ALIKE = f"""
WITH sizes AS (SELECT who, count(*) - 1 AS others FROM tastes GROUP BY who HAVING count(*) > 1),
theirs AS (SELECT tastes.who AS who, tastes.product_id AS product_id, 1 / sizes.others AS worth
           FROM tastes JOIN sizes ON sizes.who = tastes.who),
each AS (SELECT product_id, count(*) AS many FROM theirs GROUP BY product_id),
whole AS (SELECT count(*) AS many FROM theirs),
pairs AS (
  SELECT a.product_id AS one, b.product_id AS other, sum(a.worth) AS both, sum(a.worth * a.worth) AS spread
  FROM theirs AS a JOIN theirs AS b ON a.who = b.who AND a.product_id <> b.product_id
  GROUP BY a.product_id, b.product_id HAVING count(*) > 1
), judged AS (
  SELECT pairs.one AS one, pairs.other AS other,
         (pairs.both - {SURE} * sqrt(pairs.spread) - first.many * second.many / whole.many) / first.many AS more
  FROM pairs CROSS JOIN whole JOIN each AS first ON first.product_id = pairs.one JOIN each AS second ON second.product_id = pairs.other
)
SELECT one, other, more FROM judged WHERE more > 0
QUALIFY row_number() OVER (PARTITION BY one ORDER BY more DESC, other) <= {MOST_ALIKE}
ORDER BY one, more DESC, other
"""  # noqa: S608
"""Of who had the one: the share of the other among everything else they had, each of them counting as much as the next, however much they
had; less its share among everything. `SURE` standard deviations are taken off besides, which chance may add."""

BEST = f"""
SELECT product_id, count(*) / (SELECT count(DISTINCT order_id) FROM baskets WHERE paid_at >= $since) AS share FROM baskets
WHERE paid_at >= $since GROUP BY product_id ORDER BY share DESC, product_id LIMIT {MOST_BEST}
"""  # noqa: S608

CLICKS = """
WITH told AS (
  SELECT substr("at", 1, 10) AS day, replace(path, '/recommendations/', '') AS list, type, session, product_id FROM events
  WHERE source = 'behaviour' AND NOT bot AND path IN ('/recommendations/for_you', '/recommendations/related')
    AND type IN ('page.viewed', 'product.clicked')
), sent AS (
  SELECT DISTINCT sends.session AS session, baskets.product_id AS product_id
  FROM events AS sends JOIN baskets ON baskets.order_id = sends.order_id
  WHERE sends.type = 'order.sent' AND NOT sends.bot AND sends.session <> '' AND sends.order_id <> ''
)
SELECT told.day AS day, told.list AS list, CAST(sum(CASE WHEN told.type = 'page.viewed' THEN 1 ELSE 0 END) AS BIGINT) AS shown,
       CAST(sum(CASE WHEN told.type = 'product.clicked' THEN 1 ELSE 0 END) AS BIGINT) AS clicked,
       count(DISTINCT CASE WHEN told.type = 'product.clicked' AND sent.session IS NOT NULL
                           THEN told.session || ' ' || told.product_id END) AS bought
FROM told LEFT JOIN sent ON sent.session = told.session AND sent.product_id = told.product_id
WHERE told.day >= $since GROUP BY told.day, told.list ORDER BY told.day, told.list
"""
