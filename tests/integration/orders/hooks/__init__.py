"""Hooks in the flow."""
