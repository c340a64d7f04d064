"""Tickets of an export: read in any usual shape, counted by client, month and category, and never counted twice."""
