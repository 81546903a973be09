"""The customer's side of a simulated payment: one plain page, no script."""

from __future__ import annotations

from html import escape
from typing import Any

_PAGE = """<!doctype html>
<html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>body{{font:16px/1.6 system-ui,sans-serif;max-width:30rem;margin:3rem auto;padding:0 1rem}}
button{{font:inherit;padding:.5rem 1rem;margin-right:.5rem}}dt{{color:#666}}dd{{margin:0 0 .5rem}}</style>
<h1>{title}</h1>
{body}
</html>
"""
_BUTTONS = """<form method="post">
<button name="outcome" value="pay">支付 Pay</button>
<button name="outcome" value="fail">支付失败 Fail</button>
<button name="outcome" value="abandon">放弃 Abandon</button>
</form>"""


def page(title: str, body: str) -> str:
    return _PAGE.format(title=escape(title), body=body)


def payment_page(provider: str, charge: dict[str, Any]) -> str:
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(str(value))}</dd>" for name, value in charge.items() if value)
    back = str(charge.get("return_url", ""))
    link = f'<p><a href="{escape(back)}">返回商店 Back to the shop</a></p>' if back.startswith(("http://", "https://")) else ""
    return page(f"{provider}: 收银台 Checkout", f"<dl>{rows}</dl>{_BUTTONS if charge['status'] == 'pending' else ''}{link}")
