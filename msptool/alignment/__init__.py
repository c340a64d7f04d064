"""How aligned a client is with the standards, why, and since when: pure functions over the reviews."""
