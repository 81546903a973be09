"""What a person sees when the shop is ready."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infra.local.keys import LocalKeys
    from infra.local.report import Report
    from infra.local.settings import LocalSettings


def welcome(report: Report, settings: LocalSettings, keys: LocalKeys) -> None:
    url = settings.url
    report.line()
    report.line(f"[bold]The shop is open[/] after {time.monotonic() - report.started:.1f} s: [bold]{url}[/]")
    report.line(f"  API        {url}/v1        contract  {url}/v1/openapi.json")
    report.line(f"  mailbox    {url}/sandbox/mailbox")
    if settings.console:
        report.line(f"  console    {url}/admin   sign in as:")
    for role, user in keys.users.items():
        report.line(f"  {role:<14} {user.login:<28} {user.password}")
    report.line(f"             (also in {settings.root / 'shop.json'})")
    report.line()
    report.line("Try:")
    report.line(f"  curl -s '{url}/v1/products?limit=3' -H 'Accept-Language: en'")
    report.line(f'  curl -s {url}/v1/admin/orders -H "Authorization: Bearer $(.venv/bin/shop token owner)"')
    report.line("  make demo          plays a whole purchase")
    report.line("Ctrl-C stops it and keeps the data.")
