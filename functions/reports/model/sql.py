"""The statements that land and count the lake, as text. Pure.

`events` is the view of the rows, with the day that is counted as `store_day`. What counts is written in the subset that Trino (Athena) has
too: named columns, `CASE`, no `QUALIFY`, no `GROUP BY ALL`, sums cast to BIGINT, and distinct counts one per `GROUP BY`, never several with
a filter (DuckDB takes ten times as long for those).
"""

from __future__ import annotations

from functions.reports.model.lake_row import COLUMNS

_NAMES = ", ".join(f'"{name}"' for name in COLUMNS)

FIRST_OF_EACH = f"""
SELECT {_NAMES} FROM (
  SELECT {_NAMES}, row_number() OVER (PARTITION BY source, id ORDER BY received_at, batch, "position", arriving) AS place FROM events
) AS numbered WHERE place = 1 ORDER BY "at", source, id
"""  # noqa: S608 — made of our own names
"""Each event once, as it first came; `arriving` is 0 for what a file has and 1 for what comes beside it."""

FUNNEL = """
WITH steps AS (
  SELECT channel, session, visitor, order_id,
         CASE type WHEN 'cart.added' THEN 2 WHEN 'checkout.started' THEN 3 WHEN 'order.sent' THEN 3 ELSE 1 END AS step
  FROM events WHERE source = 'behaviour' AND NOT bot AND session <> ''
), paid AS (
  SELECT DISTINCT order_id FROM events WHERE source = 'business' AND type = 'order.paid'
), reached AS (
  SELECT steps.channel, steps.session, max(CASE WHEN paid.order_id IS NOT NULL THEN 4 ELSE steps.step END) AS step
  FROM steps LEFT JOIN paid ON paid.order_id = steps.order_id AND steps.order_id <> ''
  GROUP BY steps.channel, steps.session
), visitors AS (
  SELECT channel, count(DISTINCT visitor) AS visitors FROM steps GROUP BY channel
), pages AS (
  SELECT channel, count(*) AS page_views FROM events
  WHERE source = 'behaviour' AND NOT bot AND type IN ('page.viewed', 'product.viewed') GROUP BY channel
), sessions AS (
  SELECT channel, count(*) AS viewed, CAST(sum(CASE WHEN step >= 2 THEN 1 ELSE 0 END) AS BIGINT) AS carted,
         CAST(sum(CASE WHEN step >= 3 THEN 1 ELSE 0 END) AS BIGINT) AS checked_out,
         CAST(sum(CASE WHEN step >= 4 THEN 1 ELSE 0 END) AS BIGINT) AS paid
  FROM reached GROUP BY channel
), channels AS (
  SELECT channel FROM sessions UNION SELECT channel FROM pages
)
SELECT channels.channel, coalesce(pages.page_views, 0) AS page_views, coalesce(visitors.visitors, 0) AS visitors,
       coalesce(sessions.viewed, 0) AS viewed, coalesce(sessions.carted, 0) AS carted,
       coalesce(sessions.checked_out, 0) AS checked_out, coalesce(sessions.paid, 0) AS paid
FROM channels LEFT JOIN pages ON pages.channel = channels.channel LEFT JOIN visitors ON visitors.channel = channels.channel
LEFT JOIN sessions ON sessions.channel = channels.channel ORDER BY channels.channel
"""
"""Sessions by how far they came. Who came to a step has passed those before it, whatever its clock said and whether or not we were told:
so no step is above the one before it, and the order of arrival does not matter."""

SEARCHES_IN_VAIN = """
SELECT query, count(*) AS searches, CAST(sum(CASE WHEN results = 0 THEN 1 ELSE 0 END) AS BIGINT) AS in_vain
FROM (SELECT lower(trim(query)) AS query, results FROM events WHERE type = 'search.made' AND NOT bot) AS made
WHERE query <> '' GROUP BY query HAVING sum(CASE WHEN results = 0 THEN 1 ELSE 0 END) > 0
ORDER BY in_vain DESC, query LIMIT 200
"""

NO_LONGER_THEIRS = f"""
SELECT {
    ", ".join(
        "CASE WHEN theirs THEN substr(sha256($salt || " + name + "), 1, 32) ELSE " + name + " END AS " + name
        if name in ("visitor", "session")
        else "CASE WHEN subject = $subject THEN '' ELSE subject END AS subject"
        if name == "subject"
        else f'"{name}"'
        for name in COLUMNS
    )
} FROM (
  SELECT {_NAMES}, visitor <> '' AND (subject = $subject OR list_contains($visitors, visitor)) AS theirs FROM events
) AS marked ORDER BY "at", source, id
"""  # noqa: S608 — made of our own names
"""The rows without a person: their id goes, their browser's ids become others, the same ones everywhere, so that every figure stays. This
one is DuckDB's alone; Athena only reads."""
