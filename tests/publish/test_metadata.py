"""What a version says about itself is valid, complete, in both languages, and leads to files that are there."""

from __future__ import annotations

import io
import json
import posixpath
import re
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pyarrow.parquet as pq
import pytest
import yaml
from lxml import etree

from domain.identifiers import sha256_hex
from publish.metadata.feeds import Item, atom_feed, json_feed, plain
from publish.package import read_csv
from publish.reading import read_table
from publish.schemas import SchemaError, load_schemas
from publish.schemas.fiscal import fiscal_table, own_taxonomy, shared_taxonomy
from publish.store import LocalStore
from publish.versions import Terms, read_head, verify_version
from tests.publish.samples import few_facts, no_gate, parsed_report, publish

HOSTILE = "<script>alert(1)</script>\u202e襄垣县信访局\r\n]]>&=cmd|'/C calc'!A1"
XIANGYUAN = parsed_report("140423", 2023)
MAOXIAN = parsed_report("513223", 2019, title=HOSTILE)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> LocalStore:
    """Three versions: a report, another one of another province, and the first one changed."""
    made = LocalStore(tmp_path_factory.mktemp("store"))
    terms = Terms(gate=no_gate)
    publish(made, XIANGYUAN, run_id="1", terms=terms)
    publish(made, XIANGYUAN, MAOXIAN, run_id="2", terms=terms)
    publish(made, parsed_report("140423", 2023, facts=few_facts("1.00")), MAOXIAN, run_id="3", terms=terms)
    return made


def read(store: LocalStore, key: str) -> bytes:
    stored = store.get(key)
    assert stored is not None, key
    return stored.data


def load(store: LocalStore, key: str) -> Any:
    return json.loads(read(store, key))


# The descriptor


def test_the_descriptor_keeps_the_profile_of_data_package_2(store: LocalStore) -> None:
    profile = json.loads((Path(__file__).parent / "standards" / "datapackage-2.0.json").read_text(encoding="utf-8"))
    described = load(store, "v3.datapackage.json")
    jsonschema.Draft7Validator(profile).validate(described)
    assert described["columnTypes"] == [
        "https://specs.frictionlessdata.io/taxonomies/fiscal/budgets.json",
        "versions/3/taxonomy.json",
    ]
    for resource in described["resources"]:
        assert resource["encoding"] == "utf-8"
        assert resource["mediatype"] == "text/csv"
        assert resource["bytes"] > 0
        assert resource["title"]
        assert resource["title@en"]


def test_every_column_type_stands_in_one_of_the_taxonomies(store: LocalStore) -> None:
    known = {one["name"]: one for one in (*shared_taxonomy(), *load(store, "versions/3/taxonomy.json"))}
    used = []
    for resource in load(store, "v3.datapackage.json")["resources"]:
        fields = [*resource["schema"]["fields"], *resource["schema"].get("extraFields", ())]
        types = [field["columnType"] for field in fields if "columnType" in field]
        used += types
        assert set(types) <= known.keys()
        once = [one for one in types if one != "value"]
        assert len(once) == len(set(once)), resource["name"]
        for field in fields:
            label_of = known[field["columnType"]].get("labelOf") if "columnType" in field else None
            assert label_of is None or label_of in types, (
                f"{resource['name']}.{field['name']} is a label without a code"
            )
    assert {"value", "date:fiscal-year", "geo-source:source:code", "budget-line-id"} <= set(used)
    assert not any(one.startswith("geo:") for one in used)


def test_data_types_of_columns_are_those_of_their_column_types() -> None:
    known = {one["name"]: one["dataType"] for one in (*shared_taxonomy(), *own_taxonomy())}
    for schema in load_schemas().values():
        for field in schema.fields:
            if field.column_type:
                assert known[field.column_type] == field.type, f"{schema.name}.{field.name}"


def test_own_column_types_extend_a_known_prefix_and_name_what_exists() -> None:
    shared = {one["name"] for one in shared_taxonomy()}
    prefixes = {name.split(":")[0] for name in shared}
    own = {one["name"]: one for one in own_taxonomy()}
    assert not shared & own.keys()
    for name, one in own.items():
        assert name.split(":")[0] in prefixes
        assert one["title"]
        assert one["title@en"]
        assert one.get("prior", name) in shared | own.keys()
    used = {field.column_type for schema in load_schemas().values() for field in schema.fields}
    assert own.keys() <= used


def test_amounts_of_a_wide_table_can_be_read_long() -> None:
    totals = load_schemas()["totals"].descriptor()
    basic = next(field for field in totals["fields"] if field["name"] == "basic")
    assert (basic["columnType"], basic["normalize"]) == ("value", {"value_kind": "basic", "direction": "expenditure"})
    extra = {one["name"]: one for one in totals["extraFields"]}
    assert extra["value_kind"]["normalizationTarget"] is True
    assert (extra["currency"]["columnType"], extra["currency"]["constant"]) == ("value-currency:code", "CNY")
    kinds = [field["normalize"]["value_kind"] for field in totals["fields"] if "normalize" in field]
    assert len(kinds) == len(set(kinds)) > 20


def test_a_column_type_nobody_declares_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    declared = {"kinds": {}, "tables": {"facts": {"amount": "geo:source:code"}}, "measures": {}, "constants": []}
    monkeypatch.setattr("publish.schemas.fiscal._declared", lambda: declared)
    with pytest.raises(SchemaError, match="geo:source:code"):
        fiscal_table("facts", {"amount": "money"})
    with pytest.raises(SchemaError, match="no column"):
        fiscal_table("facts", {"value": "number"})


# Catalogues


def leads_to(store: LocalStore, version: int, address: str) -> bytes:
    """What a relative address in a file of the version leads to."""
    return read(store, posixpath.normpath(f"versions/{version}/{address}"))


def test_dcat_describes_every_table_and_every_province(store: LocalStore) -> None:
    content = load(store, "versions/3/dcat.jsonld")
    package, *tables = content["@graph"]
    assert {one["@type"] for one in (package, *tables)} == {"dcat:Dataset"}
    assert [one["@id"] for one in tables] == [f"#{name}" for name in load_schemas()]
    assert package["dcat:previousVersion"] == "../2/dcat.jsonld"
    assert leads_to(store, 3, "../2/dcat.jsonld")
    assert package["dcat:hasPart"] == [*(one["@id"] for one in tables), *provinces_in(store, 3)]
    for table in tables:
        for texts in (table["dcterms:title"], table["dcterms:description"]):
            assert [text["@language"] for text in texts] == ["zh-Hans", "en"]
            assert all(text["@value"] for text in texts)


def provinces_in(store: LocalStore, version: int) -> list[str]:
    """Addresses of the datasets of the provinces in ``dcat.jsonld``."""
    package = load(store, f"versions/{version}/dcat.jsonld")["@graph"][0]
    return [one for one in package["dcat:hasPart"] if not one.startswith("#")]


def test_every_file_of_every_table_is_a_distribution_with_its_hash_and_size(store: LocalStore) -> None:
    entries = [load(store, "versions/3/dcat.jsonld")]
    entries += [json.loads(leads_to(store, 3, one)) for one in provinces_in(store, 3)]
    assert [len(one["@graph"]) for one in entries[1:]] == [1, 1]
    found: dict[str, str] = {}
    for one in walk(entries):
        if one.get("@type") != "dcat:Distribution":
            continue
        assert one["dcat:accessURL"] == one["dcat:downloadURL"]
        data = leads_to(store, 3, one["dcat:downloadURL"])
        assert one.get("spdx:checksum", {}).get("spdx:checksumValue", sha256_hex(data)) == sha256_hex(data)
        assert one.get("dcat:byteSize", str(len(data))) == str(len(data))
        found[one["dcat:downloadURL"].removeprefix("../../")] = one["dcat:mediaType"].rpartition("/")[2]
    described = load(store, "v3.datapackage.json")
    paths = [[one["path"]] if isinstance(one["path"], str) else one["path"] for one in described["resources"]]
    assert {key for key, kind in found.items() if kind == "csv"} == {key for several in paths for key in several}
    parquet = load(store, "versions/3/downloads.json")["parquet"]
    assert {key for key, kind in found.items() if kind.endswith("parquet")} == {
        key for several in parquet.values() for key in several if key.startswith("data/")
    }
    assert sorted(set(found.values())) == [
        "csv",
        "json",
        "vnd.apache.parquet",
        "vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ]


def test_the_dataset_of_a_province_is_shared_until_its_files_change(store: LocalStore) -> None:
    before, after = provinces_in(store, 2), provinces_in(store, 3)
    assert [("140000" in one, one in after) for one in before] == [(True, False), (False, True)]
    (shanxi,) = [one for one in after if "140000" in one]
    dataset = json.loads(leads_to(store, 3, shanxi))["@graph"][0]
    assert dataset["dcterms:title"][0]["@value"] == "山西省信访部门预决算"


def test_every_name_in_dcat_has_its_vocabulary_in_the_file(store: LocalStore) -> None:
    for content in (load(store, "versions/3/dcat.jsonld"), json.loads(leads_to(store, 3, provinces_in(store, 3)[0]))):
        prefixes = set(content["@context"])
        names = re.findall(r'"([a-z]+):[A-Za-z]+"', json.dumps(content["@graph"]))
        assert set(names) <= prefixes
        ids = [one["@id"] for one in walk(content["@graph"]) if "@type" in one and "@id" in one]
        assert len(ids) == len(set(ids))


def walk(content: Any) -> list[dict[str, Any]]:
    if isinstance(content, list):
        return [found for one in content for found in walk(one)]
    if isinstance(content, dict):
        return [content, *(found for one in content.values() for found in walk(one))]
    return []


def test_schema_org_names_what_a_search_engine_asks_for(store: LocalStore) -> None:
    content = load(store, "versions/3/schema-org.jsonld")
    assert content["@context"] == "https://schema.org/"
    assert content["@type"] == "Dataset"
    assert 50 <= len(content["description"]) <= 5000
    for name in ("name", "license", "creator", "datePublished", "version", "keywords", "variableMeasured"):
        assert content[name], name
    for download in content["distribution"]:
        assert download["@type"] == "DataDownload"
        data = leads_to(store, 3, download["contentUrl"])
        assert download.get("sha256", sha256_hex(data)) == sha256_hex(data)
    described = load(store, "v3.datapackage.json")["resources"]
    whole = [one["name"] for one in described if [part["name"] for part in one["parts"]] == ["all"]]
    assert {name for name, schema in load_schemas().items() if not schema.by_province} <= set(whole)
    assert [one["contentUrl"].rpartition("/")[2].partition("-")[0] for one in content["distribution"]] == [
        "v3.datapackage.json",
        *whole,
        "xlsx",
        "xlsx",
    ]


def test_the_dictionary_and_the_citation_lie_with_the_version(store: LocalStore) -> None:
    page = read(store, "versions/3/data-dictionary.md").decode()
    for schema in load_schemas().values():
        for field in schema.fields:
            assert f"| `{field.name}`" in page
            assert field.title.zh in page
            assert field.title.en in page
    cited = yaml.safe_load(read(store, "versions/3/CITATION.cff"))
    assert {"cff-version", "message", "title", "authors", "version", "date-released", "license"} <= cited.keys()
    assert (cited["cff-version"], cited["type"], cited["license"]) == ("1.2.0", "dataset", "CC-BY-4.0")
    assert "CC BY 4.0" in read(store, "versions/3/LICENSE").decode()
    readme = read(store, "versions/3/README.md").decode()
    assert all(f"`{name}`" in readme for name in load_schemas())


# Downloads


def test_downloads_name_every_rendition_and_all_of_them_are_checked(store: LocalStore) -> None:
    content = load(store, "versions/3/downloads.json")
    assert sorted(content["provinces"]) == ["140000", "510000"]
    assert content["provinces"]["140000"]["name"] == "山西省"
    place = places_of(store, 3, "140000")["140423"]
    assert place["name"] == "襄垣县"
    assert set(place) == {"name", "xlsx", "zip"}
    paths = [file["path"] for file in (place["xlsx"], place["zip"])]
    paths += [content["provinces"]["140000"][name]["path"] for name in ("xlsx", "places")]
    paths += [path for several in content["parquet"].values() for path in several]
    sums = read(store, "versions/3/SHA256SUMS").decode()
    of_provinces = [line.partition("  ")[2] for line in sums.splitlines() if "/sums-" in line]
    sums += "".join(read(store, key).decode() for key in of_provinces)
    for path in paths:
        assert f"{sha256_hex(read(store, path))}  {path}\n" in sums
    assert verify_version(store).problems == ()


def places_of(store: LocalStore, version: int, province: str) -> dict[str, Any]:
    """The downloads of the places of a province by code."""
    file = load(store, f"versions/{version}/downloads.json")["provinces"][province]["places"]
    assert len(read(store, file["path"])) == file["bytes"]
    places: dict[str, Any] = load(store, file["path"])["divisions"]
    return places


@pytest.mark.parametrize("name", [name for name in load_schemas() if name != "changes"])
def test_parquet_files_of_a_version_hold_its_rows(store: LocalStore, name: str) -> None:
    head = read_head(store)
    assert head is not None
    rows = read_table(store, head, name)
    paths = load(store, "versions/3/downloads.json")["parquet"].get(name, [])
    read_back = [row for path in paths for row in pq.read_table(io.BytesIO(read(store, path))).to_pylist()]
    key = load_schemas()[name].primary_key
    assert [[str(row[column]) for column in key] for row in read_back] == [[row[c] for c in key] for row in rows]


def test_the_archive_and_the_workbook_of_a_county_hold_its_rows(store: LocalStore) -> None:
    head = read_head(store)
    assert head is not None
    place = places_of(store, 3, "510000")["513223"]
    with zipfile.ZipFile(io.BytesIO(read(store, place["zip"]["path"]))) as archive:
        tables = {name.removesuffix(".csv"): read_csv(archive.read(name)) for name in archive.namelist()}
    book = openpyxl.load_workbook(io.BytesIO(read(store, place["xlsx"]["path"])))
    for name, schema in load_schemas().items():
        if not schema.by_province or name in ("coverage", "changes"):
            continue
        rows = [row for row in read_table(store, head, name) if row["report_id"].startswith("513223")]
        assert tables.get(name, []) == rows, name
        if rows:
            assert book[schema.title.zh].max_row == len(rows) + 1, name


def test_only_what_changed_is_made_again(store: LocalStore) -> None:
    before, after = (load(store, f"versions/{number}/downloads.json")["provinces"] for number in (2, 3))
    assert before["510000"] == after["510000"]
    was, now = (places_of(store, number, "140000")["140423"] for number in (2, 3))
    assert was["zip"]["path"] != now["zip"]["path"]
    assert was["xlsx"]["path"] != now["xlsx"]["path"]


# Feeds


def test_the_json_feed_tells_of_versions_and_new_reports_newest_first(store: LocalStore) -> None:
    feed = load(store, "feed.json")
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    titles = [item["title"] for item in feed["items"]]
    assert [re.sub(r" 2026.*", "", title) for title in titles if title.startswith("第")] == [
        "第 3 版",
        "第 2 版",
        "第 1 版",
    ]
    (report,) = [item for item in feed["items"] if item["title"].startswith("新报告")]
    assert report["url"] == MAOXIAN.report.page_url
    assert MAOXIAN.report.report_id in report["content_text"]
    ids = [item["id"] for item in feed["items"]]
    assert len(ids) == len(set(ids))
    for item in feed["items"]:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", item["date_published"])


def test_the_atom_feed_holds_the_same_items_and_what_the_standard_asks_for(store: LocalStore) -> None:
    root = etree.fromstring(read(store, "feed.atom"))
    atom = "{http://www.w3.org/2005/Atom}"
    for required in ("id", "title", "updated", "author"):
        assert len(root.findall(atom + required)) == 1
    entries = root.findall(f"{atom}entry")
    for entry in entries:
        for required in ("id", "title", "updated", "content"):
            assert entry.findtext(atom + required)
    ids = [str(entry.findtext(f"{atom}id")) for entry in entries]
    assert ids == [item["id"] for item in load(store, "feed.json")["items"]]
    assert all(one.startswith("urn:uuid:") for one in ids)


def test_ids_of_items_stay_when_versions_come(store: LocalStore) -> None:
    """A reader of feeds knows an item by its id: these are written down and may never change."""
    ids = {item["title"][:5]: item["id"] for item in load(store, "feed.json")["items"]}
    assert ids["第 1 版"] == "urn:uuid:fd0b4c42-8808-5799-b867-ad7243982278"


def test_hostile_texts_are_plain_texts_in_the_feeds(store: LocalStore) -> None:
    (item,) = [one for one in load(store, "feed.json")["items"] if one["title"].startswith("新报告")]
    assert "<script>alert(1)</script> 襄垣县信访局 ]]>&=cmd" in item["content_text"]
    for text in (item["content_text"], item["title"]):
        assert not set(text) & set("\u202e\r")
    data = read(store, "feed.atom")
    assert b"<script" not in data
    assert "\u202e".encode() not in data


def test_characters_that_xml_cannot_hold_do_not_break_a_feed() -> None:
    title = plain("a\x00b\x0b\ud7ff\ufffe\U0001f600 \x85\u2028]]>")
    item = Item("x", "https://example.org/?a=1&b=<2>", title, title, "2026-11-20T18:00:00Z")
    feed = etree.fromstring(atom_feed([item]))
    assert feed.findtext("{*}entry/{*}title") == title == "a b \ud7ff \U0001f600 ]]>"
    assert [link.get("href") for link in feed.findall("{*}entry/{*}link")] == [item.url]
    assert json.loads(json_feed([item]))["items"][0]["url"] == item.url


def test_a_feed_of_nothing_is_a_feed() -> None:
    assert etree.fromstring(atom_feed([])).findtext("{*}updated")
    assert json.loads(json_feed([]))["items"] == []
