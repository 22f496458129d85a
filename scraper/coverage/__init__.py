"""What was expected of each day, what came, and what is missing: gaps, alarms, a plot. Pure."""
