"""The API: who reads what by a token, how pages and the feed go on, and what is refused."""
