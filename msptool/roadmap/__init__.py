"""The roadmap: what to recommend to a client, what it decided, in which quarter, and for how much."""
