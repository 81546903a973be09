"""Carts that were left: who left one is told of it by marketing, and goes on by a link."""
