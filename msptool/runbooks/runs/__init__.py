"""Walking through a runbook during a ticket, and the record of it."""
