"""What the rooms of assembly hand to each other: extents, segments, statements in the making, nodes of a tree."""
