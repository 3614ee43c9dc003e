"""From nodes to a description: the walk over a graph, what its arrays are called, how its operations are written."""
