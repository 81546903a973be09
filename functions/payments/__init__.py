"""Payments: attempts at providers, what the providers said, and the ledger of the money that moved. What other domains may use is exported
here and nowhere else."""

from functions.payments.attempts.methods import Method, PaymentMethodView, method_views, methods_in
from functions.payments.attempts.on_page import page_methods, pay_on_page
from functions.payments.model.attempt import NextAction
from functions.payments.store.payment_settings import settings_keys

__all__ = ["Method", "NextAction", "PaymentMethodView", "method_views", "methods_in", "page_methods", "pay_on_page", "settings_keys"]
