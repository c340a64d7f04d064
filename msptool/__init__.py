"""msptool: an MSP's standards, reviews and plans as YAML in a git repository."""

__version__ = "0.1.0"
