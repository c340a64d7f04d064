"""Alignment reviews: what is due, the session, the answers, and the commit that keeps them."""
