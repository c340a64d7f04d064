"""Who may do what without asking: `practice/escalation.yaml`."""
