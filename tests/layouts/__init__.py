"""Documents of provinces and years the readers were not written against, with their golden facts. See README.md."""
