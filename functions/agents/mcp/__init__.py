"""MCP: what UCP does as tools, and help, tracking and returns beside it."""
