"""Signing in by another provider's account: begun, ended, linked and unlinked."""
