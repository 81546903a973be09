"""Entry point of the customers domain."""

from __future__ import annotations

from functions.customers.accounts.api import auth_api
from functions.customers.profile.admin_api import admin_api
from functions.customers.profile.api import api
from functions.shared.http.app import make_app

app = make_app("customers", auth_api, api, admin_api)
