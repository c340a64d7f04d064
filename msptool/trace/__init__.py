"""From a standard to its verified fix, and back: what happened, when, and in which commit it is written."""
