"""Results of other people's tools, read as evidence for standards."""
