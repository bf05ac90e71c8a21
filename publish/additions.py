"""Everything that is made with a version beside its tables: to add a rendition, add its function here."""

from __future__ import annotations

from collections.abc import Sequence

from publish.generators import Generator, ListGenerator, SharedGenerator
from publish.metadata.version import catalogue_entry, metadata_files
from publish.renditions.shared import county_units, parquet_units, province_units
from publish.renditions.version import downloads_file, downloads_of_province, reference_parquet
from publish.site.catalogue import division_units, site_files

#: Each adds small files to every version, in this order.
GENERATORS: Sequence[Generator] = (metadata_files, reference_parquet, downloads_file, site_files)

#: Each adds shared files to every province.
SHARED: Sequence[SharedGenerator] = (parquet_units, county_units, province_units, division_units)

#: Each adds lists of these files to every province.
LISTS: Sequence[ListGenerator] = (catalogue_entry, downloads_of_province)
