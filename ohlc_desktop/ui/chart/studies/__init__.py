"""The lines of studies as they are drawn: found by the mouse, marked when one is selected, told at the axis."""
