"""The two pages that come first: what a reader needs who reads nothing else, in plain words."""
