"""What makes a case valid beyond its types, one kind of mistake a file. Values -> problems."""
