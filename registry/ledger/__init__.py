"""What akimats owe for people whom article 26-1 covers, and how they pay it."""
