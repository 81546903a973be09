"""A search index of the test's own."""

from tests.integration.catalog.searching.conftest import _index, searches

__all__ = ["_index", "searches"]
