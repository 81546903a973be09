"""Every test runs with fake AWS credentials: a call that escapes its fake must fail, never reach an account."""

from __future__ import annotations

import gc
import os
import tomllib
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How fast a busy machine draws and runs examples says nothing about the code; benchmarks do.
settings.register_profile("shop", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shop")

os.environ |= {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_SESSION_TOKEN": "testing",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_REGION": "us-east-1",
    "POWERTOOLS_SERVICE_NAME": "test",
    "POWERTOOLS_METRICS_NAMESPACE": "Shop",
}
os.environ.pop("AWS_PROFILE", None)
os.environ.pop("AWS_ENDPOINT_URL", None)


def pytest_configure() -> None:
    """Adapters are found by what the installed project says; one that was installed before pyproject.toml changed says too little."""
    table = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]
    installed = {(one.group, one.name, one.value) for group in table for one in entry_points(group=group)}
    if not {(group, name, value) for group, named in table.items() for name, value in named.items()} <= installed:
        pytest.exit("pyproject.toml names adapters that the installed project does not know yet: run `make .venv/.ready`.", returncode=3)


def pytest_collection_finish() -> None:
    """Fourteen thousand tests and the code they read stay until the end: nobody has to look through them for rubbish again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
