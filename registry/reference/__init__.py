"""Reference data that every installation begins with: regions, districts, offices, and the days that are not worked."""
