from __future__ import annotations

from collections.abc import Iterator

import pytest

from functions.shared.outside import clock
from tests.integration.customers.conftest import Pool
from tests.integration.customers.factors.enrolled import Enrolled, enrolled
from tests.support.http import Client


@pytest.fixture
def ada(guest: Client, pool: Pool) -> Iterator[Enrolled]:
    """A minute after they enrolled: the first code is over."""
    made = enrolled(guest)
    with clock.frozen(made.later()):
        yield made
