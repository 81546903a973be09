"""Drafts of orders, as they are stored: where their order will be."""
