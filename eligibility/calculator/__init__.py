"""The calculator: what is paid, by whom, by when, and what a plan of payments gives."""
