"""What is talked about: the agenda of a visit day, and the rhythm of TAM and vCIO."""
