"""What a visit hands over, as tickets of the practice's own PSA: in files, and pushed over HTTP."""
