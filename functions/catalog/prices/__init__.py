"""Prices over time: scheduled ones, their history, the floor."""
