"""Pure tests know no table: nothing of the shop's own is published, and no layout."""

from __future__ import annotations

import pytest

from functions.notifications.store import templates


@pytest.fixture(autouse=True)
def _nothing_published(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, "published_heads", dict)
