"""The planning problem as plain data, and its proven best plan; knows no workspace."""
