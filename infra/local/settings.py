"""What the person who starts the shop can choose, by environment variables."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from infra.compose import ROOT
from infra.local.gate import default_width
from infra.local.trouble import Trouble

PORT = 8000
AWS_PORT = 4566


@dataclass(frozen=True)
class LocalSettings:
    root: Path
    port: int
    aws_port: int
    width: int
    console: bool = True
    """Whether `/admin` is built and served."""

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"


def folder_path(env: Mapping[str, str] = os.environ) -> Path:
    return Path(env.get("SHOP_FOLDER") or ROOT / ".local").resolve()


def load_settings(env: Mapping[str, str] = os.environ) -> LocalSettings:
    """SHOP_PORT, SHOP_AWS_PORT, SHOP_FOLDER, SHOP_CONCURRENCY, SHOP_CONSOLE (`off`). Raises Trouble for what is no number."""
    port = _number(env, "SHOP_PORT", PORT, 65535)
    # A second shop with another SHOP_PORT gets another local AWS without being told.
    aws_port = _number(env, "SHOP_AWS_PORT", min(AWS_PORT + abs(port - PORT), 65000), 65535)
    width = _number(env, "SHOP_CONCURRENCY", default_width(), 100)
    return LocalSettings(folder_path(env), port, aws_port, width, console=env.get("SHOP_CONSOLE") != "off")


def _number(env: Mapping[str, str], name: str, default: int, most: int) -> int:
    text = env.get(name, "")
    if not text:
        return default
    if not text.isdigit() or not 1 <= int(text) <= most:
        raise Trouble(f"{name} must be a number from 1 to {most}, not {text!r}.")
    return int(text)
