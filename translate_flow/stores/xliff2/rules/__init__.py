"""The constraints of XLIFF 2 that no schema can say, one module a family."""
