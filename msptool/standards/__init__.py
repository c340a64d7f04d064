"""The standards library: its model, the question rules, search, import."""
