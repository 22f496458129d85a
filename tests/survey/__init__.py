"""Tests of the look at a site that has no definition."""
