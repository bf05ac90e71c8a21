"""Changing one thing in a document that was read, to see whether the checks notice it."""
