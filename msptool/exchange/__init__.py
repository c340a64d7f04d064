"""Other people's formats: what comes in from spreadsheets and tools, and what goes out to them."""
