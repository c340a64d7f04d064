"""Documents of OSCAL, NIST's format for controls and their assessment: the catalog, and a client's package beside it."""
