"""Facts and changes as pages show them: words, tables and links, no queries and no decisions."""
