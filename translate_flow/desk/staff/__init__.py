"""The people of a desk: who they are, what they may do, how they come in, what they did."""
