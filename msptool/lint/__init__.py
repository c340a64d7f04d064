"""Collects the rooms' rules, runs them over the workspace and prints the problems in every format."""
