"""Hooks in the flow: others have a say in prices, fees, taxes, and in whether an order is taken."""
