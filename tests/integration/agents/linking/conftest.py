"""An agent that may be linked, and two customers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.integration.agents.agent import Agent
from tests.integration.agents.linking.oauth import ADA, BEA, URL, Linking, entry, named
from tests.integration.loyalty.tenders import known


@pytest.fixture
def link(agent: Agent) -> Linking:
    made = Linking(replace(agent, url=URL, secret="the agent's own"))
    assert named(entry(URL)).status == 200
    for subject in (ADA, BEA):
        known(subject)
    return made
