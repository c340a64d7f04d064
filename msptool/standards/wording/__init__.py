"""How the yes/no rule reads a question: words, grammar, form and content. `standards.question` is its entry."""
