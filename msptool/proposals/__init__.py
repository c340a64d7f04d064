"""The Design Desk: proposals from templates, what they cost, whose turn it is, and what was sent when."""
