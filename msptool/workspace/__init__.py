"""The git-tracked folder: find it, read and write its YAML, its settings and its history."""
