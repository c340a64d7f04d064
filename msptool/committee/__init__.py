"""The standards committee: what a proposal changes, what is on the agenda, what was decided, and what is told of it."""
