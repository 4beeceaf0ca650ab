"""The verbs of the registry: recording changes, admitting people, restructuring units with people in them.

What may be recorded is decided here and in the modules that plan a change in memory; what the policy says of
it is asked of `jishi.registry.rulings`.
"""
