"""The history of another product: clients, people, reviews, roadmaps and meetings, from dumps of its reporting API."""
