"""Withdrawal on the order's page, and by number and e-mail address."""
