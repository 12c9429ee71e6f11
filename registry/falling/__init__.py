"""Before they fall: whose cover is about to end and what would save it, who of level D or E was never seen, and who may
have a right that the registry does not know of. Lists for officers and polyclinics, and notices to the people."""
