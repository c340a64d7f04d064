"""Visits: who is at which client on which day, and what became of it."""
