"""Entry points of the pricing domain.

A function loads what it serves and nothing else (`functions/shared/http/doors.py`).
"""

from __future__ import annotations

from functions.shared.http.doors import doors

_APIS = ("lists.admin_api.lists_api", "prices.admin_api.list_prices_api", "exchange.admin_api.rates_api", "channels.admin_api.channels_api")
__getattr__ = doors(__name__, apis=_APIS, handlers=())
