"""The year plan: which client is visited on which of its TAM's days, and what stands in the way."""
