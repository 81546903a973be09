"""What the README shows a newcomer works as it stands there."""

from __future__ import annotations

import os
import re
import subprocess

from infra.compose import ROOT
from tests.journeys.shopper import Shop


def test_the_first_purchase_with_curl(shop: Shop) -> None:
    (script,) = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    done = subprocess.run(
        ["bash", "-e", "-c", script],
        env=os.environ | {"SHOP_URL": shop.base},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    *_, order, mails = done.stdout.splitlines()
    assert '"payment_status":"paid"' in order
    assert "li@example.com" in mails
