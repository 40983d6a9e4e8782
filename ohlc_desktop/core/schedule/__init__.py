"""When imports are due, and whether to start one."""
