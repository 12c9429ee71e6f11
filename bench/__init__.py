"""Benchmarks: run by hand with ``make bench``; they report ratios measured in one run and are never asserted."""
