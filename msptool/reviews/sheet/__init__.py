"""The offline sheet of a review: what it carries, what comes back, and how that becomes part of the review."""
