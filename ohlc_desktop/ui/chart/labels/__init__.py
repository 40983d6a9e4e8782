"""Texts in the plot of a chart: where each would like to stand, and where all of them fit."""
