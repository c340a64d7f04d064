"""Runbooks, the escalation map, checklists, and what still reaches the owner: the practice runs without one person."""
