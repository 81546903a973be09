"""Payments: attempts at providers, what the providers said, and the ledger of the money that moved. What other domains may use is exported
here and nowhere else."""

from functions.payments.attempts.methods import Method, PaymentMethodView, method_views, methods_in
from functions.payments.store.payment_settings import settings_keys

__all__ = ["Method", "PaymentMethodView", "method_views", "methods_in", "settings_keys"]
