"""What people are told: each notice once, in their language, without what it is about."""
