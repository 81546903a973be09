"""The sample package that brings adapters, installed and taken away again."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from functions.notifications.channels import table as channels
from functions.orders.carts import tax_provider
from functions.payments import providers
from functions.shipping.couriers import discovery
from infra.compose import ROOT
from infra.plugins import entry_points_files, plugin_files


@contextmanager
def installed(tmp_path: Path) -> Iterator[Path]:
    """As in a deployed zip: the sample beside the shop's own table of entry points, and nothing else installed."""
    place = tmp_path / "zip"
    files = entry_points_files(ROOT) | plugin_files([str(ROOT / "samples/plugin")], tmp_path)
    for name, content in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
    sys.path.insert(0, str(place))
    _forget()
    try:
        yield place
    finally:
        sys.path.remove(str(place))
        for name in [name for name in sys.modules if name.partition(".")[0] == "shop_plugin"]:
            del sys.modules[name]
        _forget()


def _forget() -> None:
    discovery.forget()
    providers.forget()
    tax_provider.forget()
    channels.forget()
