"""Goods, stock and their pictures and files, in the browser."""
