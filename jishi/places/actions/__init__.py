"""Everything that changes places: one module for each noun, one function for each verb.

Each verb checks, writes and audits in one transaction. Dates, kinds, names and the shape of the map are
checked here; who may do it, and what becomes of the people of a place, is decided by the rooms above.
"""
