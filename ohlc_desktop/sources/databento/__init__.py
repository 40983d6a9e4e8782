"""Databento through its own client: the only room that knows it. Everything it answers costs money, but for the price."""
