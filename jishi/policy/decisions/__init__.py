"""What follows from facts already known, one decision a module, each with its sentence in Chinese.

Pure functions over typed inputs: the day, the rule and the facts are arguments. What a decision reads comes
out of the records through `jishi.policy.facts`; what a rule says comes out of a pack.
"""
