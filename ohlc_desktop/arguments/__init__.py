"""The arguments of the command line, and what ``--help`` says of them."""
