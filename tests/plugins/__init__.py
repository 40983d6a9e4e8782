"""Plug-ins as others write them, installed and used."""
