"""Yahoo Finance through yfinance: the only room that knows either."""
