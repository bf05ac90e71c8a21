"""Reports of other provinces and years as files that office programs made; see README.md."""
