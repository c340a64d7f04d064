"""The practice's own tools: the map of them, how they are changed, and what is still done by hand."""
