"""The tech-debt audit: steps that technicians do by hand, what they cost, and the three worth ending first."""
