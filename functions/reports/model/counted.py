"""What is counted of each day of the store beside its funnel and its searches, as SQL (model/sql.py says in which subset). Pure."""

from __future__ import annotations

from functions.reports.model.sql import FUNNEL, SEARCHES_IN_VAIN

HOURS = """
SELECT hour, currency, CAST(sum(placed) AS BIGINT) AS orders, CAST(sum(paid) AS BIGINT) AS paid,
       CAST(sum(revenue) AS BIGINT) AS revenue, CAST(sum(refunded) AS BIGINT) AS refunded, CAST(sum(visitors) AS BIGINT) AS visitors
FROM (
  SELECT substr("at", 1, 13) AS hour, currency, CASE WHEN type = 'order.placed' THEN 1 ELSE 0 END AS placed,
         CASE WHEN type = 'order.paid' THEN 1 ELSE 0 END AS paid, CASE WHEN type = 'order.paid' THEN amount ELSE 0 END AS revenue,
         CASE WHEN type = 'order.refunded' THEN amount ELSE 0 END AS refunded, 0 AS visitors
  FROM events WHERE source = 'business' AND type IN ('order.placed', 'order.paid', 'order.refunded')
  UNION ALL
  SELECT substr(min("at"), 1, 13) AS hour, '' AS currency, 0 AS placed, 0 AS paid, 0 AS revenue, 0 AS refunded, 1 AS visitors
  FROM events WHERE source = 'behaviour' AND NOT bot AND visitor <> '' GROUP BY visitor
) AS happened GROUP BY hour, currency ORDER BY hour, currency
"""
"""A row for each hour of UTC and currency. `refunded`: money that went back in it. A visitor counts in the
hour they came first that day: so the hours add up to it."""

PRODUCTS = """
WITH told AS (
  SELECT product_id, order_id,
         sum(CASE WHEN type = 'product.viewed' THEN 1 ELSE 0 END) AS views,
         sum(CASE WHEN type = 'product.clicked' THEN 1 ELSE 0 END) AS clicks,
         sum(CASE WHEN type = 'cart.added' THEN 1 ELSE 0 END) AS carts,
         max(CASE WHEN type = 'line.paid' THEN 1 ELSE 0 END) AS orders,
         sum(CASE WHEN type = 'line.paid' THEN quantity ELSE 0 END) AS sold,
         sum(CASE WHEN type = 'line.cancelled' THEN quantity ELSE 0 END) AS cancelled,
         sum(CASE WHEN type = 'line.refunded' THEN quantity ELSE 0 END) AS returned
  FROM events WHERE product_id <> '' AND NOT bot GROUP BY product_id, order_id
), products AS (
  SELECT product_id, CAST(sum(views) AS BIGINT) AS views, CAST(sum(clicks) AS BIGINT) AS clicks, CAST(sum(carts) AS BIGINT) AS carts,
         CAST(sum(orders) AS BIGINT) AS orders, CAST(sum(sold) AS BIGINT) AS sold, CAST(sum(cancelled) AS BIGINT) AS cancelled,
         CAST(sum(returned) AS BIGINT) AS returned
  FROM told GROUP BY product_id
)
SELECT product_id, views, clicks, carts, orders, sold, cancelled, returned FROM (
  SELECT product_id, views, clicks, carts, orders, sold, cancelled, returned,
         row_number() OVER (ORDER BY views DESC, product_id) AS by_views,
         row_number() OVER (ORDER BY sold DESC, returned DESC, product_id) AS by_sold
  FROM products
) AS placed WHERE by_views <= 100 OR by_sold <= 100
UNION ALL
SELECT '' AS product_id, CAST(sum(views) AS BIGINT) AS views, CAST(sum(clicks) AS BIGINT) AS clicks, CAST(sum(carts) AS BIGINT) AS carts,
       CAST(sum(orders) AS BIGINT) AS orders, CAST(sum(sold) AS BIGINT) AS sold, CAST(sum(cancelled) AS BIGINT) AS cancelled,
       CAST(sum(returned) AS BIGINT) AS returned
FROM products HAVING count(*) > 0 ORDER BY product_id
"""
"""Of each day the 100 products that were viewed most and the 100 that sold most, and in the row without a product the sum over all."""

VISITORS = """
WITH paid AS (
  SELECT DISTINCT order_id FROM events WHERE source = 'business' AND type = 'order.paid'
)
SELECT events.store_day AS store_day, events.visitor AS visitor, max(CASE WHEN paid.order_id IS NOT NULL THEN 1 ELSE 0 END) AS ordered
FROM events LEFT JOIN paid ON paid.order_id = events.order_id AND events.order_id <> ''
WHERE events.source = 'behaviour' AND NOT events.bot AND events.visitor <> ''
GROUP BY events.store_day, events.visitor ORDER BY visitor
"""
"""Browsers of the day, and whether one of their orders was paid that day."""

STEPS = """
SELECT store_day, order_id, type, min("at") AS "at", part_id, max(warehouse_id) AS warehouse_id FROM (
  SELECT store_day, order_id, type, "at", '' AS part_id, '' AS warehouse_id FROM events
  WHERE type IN ('order.placed', 'order.paid', 'order.shipped', 'order.delivered', 'order.completed')
  UNION ALL
  SELECT store_day, order_id, type, "at", part_id, warehouse_id FROM events
  WHERE type IN ('pick.requested', 'shipment.packed', 'shipment.handed_over')
  UNION ALL
  SELECT store_day, order_id, type, "at", part_id, '' AS warehouse_id FROM events WHERE type = 'order.refunded' AND since <> ''
  UNION ALL
  SELECT store_day, order_id, 'refund.requested' AS type, since AS "at", part_id, '' AS warehouse_id FROM events
  WHERE type = 'order.refunded' AND since <> ''
) AS steps_of_all WHERE order_id <> '' GROUP BY store_day, order_id, part_id, type ORDER BY order_id, part_id, type
"""
"""When orders, their parcels and refunds (`part_id`; empty: the order itself) came to a step that day. When a refund was asked for is told
with the refund, so it stands with the day on which the money went."""

LEAVING = """
SELECT query AS reason, CAST(sum(CASE WHEN type = 'survey.answered' THEN 1 ELSE 0 END) AS BIGINT) AS survey_answers,
       CAST(sum(CASE WHEN type = 'survey.answered' THEN 0 ELSE 1 END) AS BIGINT) AS unsubscribes
FROM events WHERE source = 'business' AND type IN ('survey.answered', 'subscription.ended', 'consent.decided')
GROUP BY query ORDER BY reason
"""
"""Why people left, as they chose it when they were asked, and which advertising they wanted no more."""

COUNTED = {"funnel": FUNNEL, "search_words": SEARCHES_IN_VAIN, "hours": HOURS, "products": PRODUCTS, "leaving": LEAVING}
"""What is counted of each day of the store, by the name of its report: into the table and beside it into a file."""

KEPT = {"visitors": VISITORS, "steps": STEPS}
"""What later counts over many days are made of: files alone."""

COHORTS = """
WITH firsts AS (
  SELECT visitor, min(substr(store_day, 1, 7)) AS cohort FROM visitors GROUP BY visitor
), months AS (
  SELECT visitor, substr(store_day, 1, 7) AS month, max(ordered) AS ordered FROM visitors GROUP BY visitor, substr(store_day, 1, 7)
)
SELECT firsts.cohort AS cohort, months.month AS month, count(*) AS visitors, CAST(sum(months.ordered) AS BIGINT) AS ordered
FROM months JOIN firsts ON firsts.visitor = months.visitor
GROUP BY firsts.cohort, months.month ORDER BY cohort, month
"""
"""Browsers by the month they first came, and how many of them came and ordered in each month since."""

_TIMES = """
WITH each_step AS (
  SELECT order_id, coalesce(part_id, '') AS part_id, type, min("at") AS "at", max(coalesce(warehouse_id, '')) AS warehouse_id
  FROM steps GROUP BY order_id, coalesce(part_id, ''), type
), told AS (
  SELECT order_id, part_id, type, "at", CAST(replace(substr("at", 1, 19), 'T', ' ') AS timestamp) AS moment,
         max(warehouse_id) OVER (PARTITION BY order_id, part_id) AS of_part,
         CASE type WHEN 'order.placed' THEN 1 WHEN 'order.paid' THEN 2 WHEN 'order.shipped' THEN 3 WHEN 'order.delivered' THEN 4
           WHEN 'order.completed' THEN 5 WHEN 'shipment.packed' THEN 2 WHEN 'shipment.handed_over' THEN 3 WHEN 'order.refunded' THEN 2
           ELSE 1 END AS step
  FROM each_step
), gone AS (
  SELECT order_id, part_id, type, "at", moment, of_part,
         lag(type) OVER (PARTITION BY order_id, part_id ORDER BY moment, step) AS state,
         lag(moment) OVER (PARTITION BY order_id, part_id ORDER BY moment, step) AS since
  FROM told
), sent_from AS (
  SELECT order_id, warehouse_id FROM (
    SELECT order_id, warehouse_id, row_number() OVER (PARTITION BY order_id ORDER BY "at", warehouse_id) AS place
    FROM each_step WHERE warehouse_id <> ''
  ) AS asked WHERE place = 1
), lasted AS (
  SELECT gone.state AS state, date_diff('second', gone.since, gone.moment) AS seconds,
         CASE WHEN gone.state = 'order.placed' THEN '' WHEN gone.of_part <> '' THEN gone.of_part
           ELSE coalesce(sent_from.warehouse_id, '') END AS warehouse_id
  FROM gone JOIN (
    SELECT order_id, coalesce(part_id, '') AS part_id, type, min("at") AS "at" FROM steps
    WHERE store_day = (SELECT today FROM day_counted) GROUP BY order_id, coalesce(part_id, ''), type
  ) AS left_that_day ON left_that_day.order_id = gone.order_id AND left_that_day.part_id = gone.part_id
    AND left_that_day.type = gone.type AND left_that_day."at" = gone."at"
  LEFT JOIN sent_from ON sent_from.order_id = gone.order_id
  WHERE gone.state IS NOT NULL
), ranked AS (
  SELECT state, KIND seconds, row_number() OVER (PARTITION BY KIND state ORDER BY seconds) AS place,
         count(*) OVER (PARTITION BY KIND state) AS many
  FROM lasted
)
SELECT state, KIND max(many) AS orders, min(CASE WHEN place * 2 >= many THEN seconds ELSE NULL END) AS median,
       min(CASE WHEN place * 10 >= many * 9 THEN seconds ELSE NULL END) AS percentile_90,
       min(CASE WHEN place * 20 >= many * 19 THEN seconds ELSE NULL END) AS percentile_95
FROM ranked GROUP BY KIND state ORDER BY KIND state
"""
PROCESS_TIMES, WAREHOUSE_TIMES = _TIMES.replace("KIND ", ""), _TIMES.replace("KIND", "warehouse_id,")
"""How long orders, parcels and refunds that left a state that day had been in it, in seconds: of the steps that each came to, one after the
other, so that its times add up to its age. All percentiles are times that one of them really took (nearest rank). A parcel counts in its
own warehouse, an order in the one that was asked first, and before it was paid in none."""

ACTIVITY = """
SELECT count(*) AS of_month, CAST(sum(in_week) AS BIGINT) AS of_week, CAST(sum(in_day) AS BIGINT) AS of_day FROM (
  SELECT visitor, max(CASE WHEN store_day > week_before THEN 1 ELSE 0 END) AS in_week,
         max(CASE WHEN store_day = today THEN 1 ELSE 0 END) AS in_day
  FROM visitors CROSS JOIN day_counted WHERE store_day > month_before GROUP BY visitor
) AS active HAVING count(*) > 0
"""
"""Browsers that came that day, in the seven days that end with it, and in the 30 days."""

OVER_DAYS = {
    "process_times": ("steps", PROCESS_TIMES, 60), "warehouse_times": ("steps", WAREHOUSE_TIMES, 60),
    "activity": ("visitors", ACTIVITY, 30), "cohorts": ("visitors", COHORTS, 400),
}  # fmt: skip
"""What is counted once a day of files of many days: by the name of its report, of which (`KEPT`) and of how many days. The day and those
a week and 30 days before it stand in `day_counted`."""
