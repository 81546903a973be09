"""Loads the demo catalogue at the first start of the local shop, by the way every catalogue comes in."""

from __future__ import annotations

from dataclasses import asdict

from infra.cli.loading import load, read_samples
from infra.cli.running_shop import RunningShop
from infra.local.keys import LocalKeys
from infra.local.report import Report


def fill(base_url: str, keys: LocalKeys, report: Report) -> bool:
    users = {role: asdict(user) for role, user in keys.users.items()}
    summary = load(read_samples(), RunningShop(base_url, users).client("owner"), report.console)
    return not summary.bad
