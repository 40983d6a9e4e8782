"""The page *Import*: the running import, or the last one."""
