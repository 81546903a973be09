"""Campaigns from plan to end, and looking ahead."""
