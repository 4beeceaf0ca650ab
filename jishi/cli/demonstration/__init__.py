"""Loading the invented city into the platform: places, people with their history, one account a role.

Everything goes through the actions people use themselves. What the city is like, `jishi.roster.demo.city`
decides; here its plans become blueprints, its stories archives, and its grades are those the packs give.
"""
