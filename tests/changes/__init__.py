"""The practice's own tools."""
