"""Ways to run one compiled plan: one person with every step kept, or everyone at once in columns."""
