"""Benchmarks, run by hand: ``python -m tests.benchmarks`` prints figures and ratios to a floor measured in the same run."""
