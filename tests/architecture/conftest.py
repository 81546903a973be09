from __future__ import annotations

from typing import Any

import pytest

from tests.support.template import stand_in_stacks, stand_in_template


@pytest.fixture(scope="session")
def template() -> dict[str, Any]:
    return stand_in_template()


@pytest.fixture(scope="session")
def stacks() -> dict[str, dict[str, Any]]:
    return stand_in_stacks()
