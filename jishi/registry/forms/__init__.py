"""What people type into the registry, read into particulars; whether it may be done is decided by actions."""
