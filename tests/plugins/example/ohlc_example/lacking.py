"""A module that needs what nobody has."""

import ohlc_example.nothing_of_this_name  # noqa: F401

lacking = None
