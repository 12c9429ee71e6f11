"""Looking at everybody of a region or of the country on one day: planned, read by somebody, applied under a guard.

The people are cut into ranges; any number of workers on any number of machines share them through the database."""
