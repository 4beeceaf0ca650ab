"""The shapes of questions and answers, and of the page of tokens; nothing is decided here."""
