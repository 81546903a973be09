"""A subscriber's world."""

from __future__ import annotations

import pytest

from tests.integration.notifications.webhooks.subscribers import Stage, staged


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    return staged(monkeypatch)
