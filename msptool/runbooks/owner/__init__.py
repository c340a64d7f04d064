"""What reaches the owner about tickets, and the drills in which nothing should."""
