"""The to-do centre, the page of a case and what is done on it, flows."""
