"""What is asked about drawings: their properties, names for their looks, and the list of all that is on a chart."""
