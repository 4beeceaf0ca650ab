"""The verbs of a case: drafting, submitting, giving opinions, asking back, reminding, withdrawing."""
