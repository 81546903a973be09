"""Entry points of shipping: HTTP for staff."""

from __future__ import annotations

from functions.shared.http.app import make_app
from functions.shipping.documents.admin_api import paper_api
from functions.shipping.registry.admin_api import carrier_api
from functions.shipping.registry.ask_api import ask_api

app = make_app("shipping", carrier_api, ask_api, paper_api)
