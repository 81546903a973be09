"""The shop that `make serve` runs here, as its `.local/shop.json` describes it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from infra.cli.shop_client import ShopClient
from infra.local.settings import folder_path
from infra.local.trouble import Trouble


@dataclass(frozen=True)
class RunningShop:
    base_url: str
    users: dict[str, dict[str, str]]
    aws_url: str = ""
    """Of the local AWS behind it."""

    def client(self, role: str = "") -> ShopClient:
        """Logged in as the role, or as nobody."""
        client = ShopClient(self.base_url)
        if role:
            client.token = self.token(role)
        return client

    def token(self, role: str) -> str:
        """A fresh access token from the shop's own login."""
        user = self.users.get(role)
        if user is None:
            raise Trouble(f"There is no {role}; there are {', '.join(self.users)}.")
        answer = ShopClient(self.base_url).need("POST", "/v1/auth/login", user)
        return str(answer["access_token"])


def running_shop(folder: Path | None = None) -> RunningShop:
    """Raises Trouble when there is none."""
    path = (folder or folder_path()) / "shop.json"
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        return RunningShop(facts["base_url"], facts["users"], facts["aws_url"])
    except FileNotFoundError as error:
        raise Trouble(f"There is no shop here yet ({path} is missing); start it with `make serve`.") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Trouble(f"{path} cannot be read ({error}); start the shop again with `make serve`.") from error
