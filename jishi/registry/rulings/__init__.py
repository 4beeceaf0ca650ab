"""What the policy says of people on file: the only door from the registry to `jishi.policy`."""
