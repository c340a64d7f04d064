"""KPIs: what each figure means, its records, where it stands, and the practice's smart numbers."""
