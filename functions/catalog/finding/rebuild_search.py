"""A new search index from the table, swapped in when it is complete: every night, and after a deployment that needs another one."""

from __future__ import annotations

from typing import Any

from functions.catalog.finding.index_products import writer
from functions.catalog.finding.load_documents import all_documents
from functions.catalog.search import search_index
from functions.shared.events.batches import Run
from functions.shared.outside.observability import fact


def rebuild_search(event: dict[str, Any]) -> dict[str, Any]:
    """With `only_if_missing` (a deployment) nothing happens when an index of the present schema is there."""
    if event.get("only_if_missing") and search_index().ready():
        return {"rebuilt": False}
    run = Run("search-rebuild")
    count = writer().rebuild(all_documents(run))
    fact("search.rebuilt", products=count, failed=run.failed)
    run.end()
    return {"rebuilt": True, "products": count}
