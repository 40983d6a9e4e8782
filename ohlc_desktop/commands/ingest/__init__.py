"""The command ``ingest``."""
