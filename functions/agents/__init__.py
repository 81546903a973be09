"""Machines that buy for people: UCP, MCP, ACP. It owns no prices, stock or orders; other domains use nothing of it."""
