"""Long work: started by somebody, carried out by a worker, seen by its owner while it runs.

A kept task library carries the work; the row of this room makes it last. A job survives a killed worker (its
lease runs out and it is carried again), shows how far it is, stops when asked, and is carried out with the
rights its owner has when it runs. What a kind of job does is known by the rooms above, which register their
kinds; a kind must come to the same end when it is carried out again from the start.
"""
