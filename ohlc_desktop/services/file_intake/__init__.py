"""Files of candles that a person brings: examined and taken in by a child process, never in this one."""
