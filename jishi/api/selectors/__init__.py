"""What is read for another system: its token, places, people as of a day, and the feed of changes."""
