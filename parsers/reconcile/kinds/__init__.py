"""Kinds of identity: how a declared case is evaluated. One module per family."""
