"""A rule beside differences: contracts, verdict, diagnosis, and the search for the element that is wrong."""
