"""How fast the engine is, against its peers and against the memory of the machine (`make bench`)."""
