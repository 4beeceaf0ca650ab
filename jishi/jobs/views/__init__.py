"""Pages of the room that watches over what runs by itself."""
