"""The page *Log*."""
