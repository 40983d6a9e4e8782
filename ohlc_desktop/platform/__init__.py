"""What differs between operating systems: autostart, power, signals, one instance for each profile."""
