"""What the project is made of: the list of its parts (SBOM), and whether any of them has a known fault."""
