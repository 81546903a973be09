"""The search index, as where products are found."""

from tests.integration.catalog.searching.conftest import _index

__all__ = ["_index"]
