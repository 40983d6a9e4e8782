"""The page *History*: every run, and each day without one."""
