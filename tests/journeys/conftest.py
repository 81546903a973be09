"""Journeys: the shop as `make serve` starts it (the deployed template on MiniStack, IAM enforced), spoken to over HTTP only."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.behind import Behind
from tests.journeys.rules import set_rules
from tests.journeys.shopper import PATIENCE, Shop
from tests.journeys.weekend import Weekend, launched

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS, STOP_SECONDS = 240 * PATIENCE, 60 * PATIENCE


class Served:
    """One `shop serve` process on its own folder and ports."""

    ready_seconds = READY_SECONDS

    def __init__(self, folder: Path, *options: str, console: bool = False) -> None:
        self.folder, self.options = folder, options
        self._console = "on" if console else "off"
        self.port, self.aws_port = _free_port(), _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        own = {
            "SHOP_FOLDER": str(self.folder),
            "SHOP_PORT": str(self.port),
            "SHOP_AWS_PORT": str(self.aws_port),
            "SHOP_CONSOLE": self._console,
        }
        clean = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        return clean | own

    def start(self) -> Shop:
        started = time.monotonic()
        self.folder.mkdir(parents=True, exist_ok=True)
        log = self.folder / "serve.log"
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "infra.cli.main", "serve", *self.options],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        while time.monotonic() - started < self.ready_seconds:
            if self._process.poll() is not None:
                break
            if shop := self._ready():
                return shop
            time.sleep(0.2)
        tail = log.read_text(errors="replace")[-4000:]
        self.stop()
        raise AssertionError(f"the shop did not start:\n{tail}")

    def _ready(self) -> Shop | None:
        try:
            filled = json.loads((self.folder / "deployed.json").read_text()).get("filled")
        except (FileNotFoundError, ValueError):
            return None
        if not filled:
            return None
        shop = self.shop()
        return shop if shop.is_healthy() else None

    def shop(self) -> Shop:
        keys = json.loads((self.folder / "keys.json").read_text())
        return Shop(json.loads((self.folder / "shop.json").read_text()) | {"providers": keys["providers"]})

    def command(self, *arguments: str, seconds: float = 60) -> str:
        """What `shop …` prints about this shop, without a terminal. It finds the shop by its folder alone."""
        done = subprocess.run(
            [sys.executable, "-m", "infra.cli.main", *arguments],
            cwd=ROOT,
            env={name: value for name, value in self.environment.items() if name not in ("SHOP_PORT", "SHOP_AWS_PORT")},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=seconds * PATIENCE,
        )
        assert done.returncode == 0, (arguments, done.stdout[-2000:], done.stderr[-4000:])
        return done.stdout

    def stop(self) -> None:
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(STOP_SECONDS)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    server = Served(tmp_path_factory.mktemp("shop"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def behind(served: Served) -> Behind:
    return Behind(served.folder, served.aws_port)


@pytest.fixture(scope="session")
def shop(served: Served) -> Shop:
    return served.shop()


@pytest.fixture(scope="session", autouse=True)
def weekend(shop: Shop) -> Weekend:
    """Launched before everything else: until every process knows of it a minute goes by, which no journey waits for then."""
    return launched(shop)


@pytest.fixture(scope="session", autouse=True)
def books(shop: Shop) -> str:
    """The category whose goods are taxed as books; likewise set before everything else."""
    return set_rules(shop)
