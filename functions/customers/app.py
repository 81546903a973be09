"""Entry point of the customers domain."""

from __future__ import annotations

from functions.customers.admin_api import admin_api
from functions.customers.api import api
from functions.customers.auth_api import auth_api
from functions.shared.api import make_app

app = make_app("customers", auth_api, api, admin_api)
