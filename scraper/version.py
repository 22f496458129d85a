"""The version of this package, and the name under which it signs what it makes."""

from __future__ import annotations

__version__ = "0.1.0"

CLEANER = f"scraper/{__version__}"
"""`Provenance.cleaner` of every record that this version makes."""
