"""Reports: what a client is handed, and what the practice keeps to itself. Contexts, templates and charts."""
