"""A runbook as a picture."""
