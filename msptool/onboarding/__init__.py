"""The first ninety days of a new client."""
