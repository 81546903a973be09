"""Providers' bills against our ledger, and the ledger as finance read it."""
