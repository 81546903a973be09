"""Drafts: orders that staff prepare, with their stock set aside, before they are placed."""
