"""The pages of tokens, and the addresses of the API."""
