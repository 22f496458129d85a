"""Papers of different shapes, served on loopback: what `scraper site new` is held against."""
