"""Every contract test runs on tantivy, and on the OpenSearch that OPENSEARCH_TEST_URL names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from functions.catalog.search import SearchIndex
from tests.unit.catalog.search.samples import OPENSEARCH_URL, Opener, opensearch, shelf, tantivy_of


@pytest.fixture(scope="session", params=["tantivy", "opensearch"])
def opener(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opener]:
    """Makes an index of given products."""
    if request.param == "tantivy":
        yield tantivy_of(tmp_path_factory.mktemp("indexes"))
        return
    if not OPENSEARCH_URL:
        pytest.skip("no OpenSearch server: OPENSEARCH_TEST_URL is not set")
    with opensearch() as opened:
        yield opened


@pytest.fixture(scope="session")
def index(opener: Opener) -> SearchIndex:
    """The small shop of `samples.shelf`."""
    return opener(shelf())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "index"
    place.mkdir()
    return place
