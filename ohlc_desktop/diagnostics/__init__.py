"""Log files, crash reports, and the redaction of secrets in both."""
