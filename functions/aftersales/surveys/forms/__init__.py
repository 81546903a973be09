"""Surveys with questions of the shop's own: forms in versions, what was answered to them, and what the answers say together."""
