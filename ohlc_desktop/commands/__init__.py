"""The commands of the public command line, one module each; ``cli`` only parses arguments."""
