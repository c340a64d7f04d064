"""The workspace as tables for analysis: Parquet, DuckDB, PostgreSQL, and SQL over the workspace itself.

For the practice's own analysts, never for a client: the tables hold prices, triage and names of people.
"""
