"""The main window around its pages: header, banner, health indicators, and what connects them to the services."""
