"""Complaints: taken in with a number, answered within their time or escalated, closed with an outcome."""
