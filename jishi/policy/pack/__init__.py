"""Policy packs: a locality's rules as plain files, read, inherited and checked into one typed `Pack`."""
