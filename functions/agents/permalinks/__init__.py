"""Permalinks of UCP: a link with goods, which a person opens. Looking at it writes nothing; its button makes their cart, once."""
