"""Replay of a chart: the player, and the bar that it is played with."""
