"""Clients: who they are, what is agreed, and which standards apply to them."""
