"""Stripe: PaymentIntents over plain HTTP (providers.md §4.1)."""
