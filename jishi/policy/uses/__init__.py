"""What a compiled pack is used for: compute everyone, explain one, try a change, correct a locked month."""
