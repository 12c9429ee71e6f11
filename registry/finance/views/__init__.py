"""The pages of the region's finance department."""
