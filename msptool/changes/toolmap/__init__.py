"""The tool map: which tools there are, what flows between them, and which one is right."""
