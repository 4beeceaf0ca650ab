"""The one engine for whatever several offices must agree to.

A case (事项) of some kind takes an ordered course of steps; at each step one or more seats give an opinion;
the case moves on, back, or ends, and what it was about takes effect in the transaction of the last opinion.
This room knows steps, seats, opinions and clocks. What a kind of case is about, and what its approval does,
is known by the rooms above, which register their kinds.
"""
