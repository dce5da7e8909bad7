"""Benchmarks against the marks; run with ``make bench``. They print, they never assert."""
