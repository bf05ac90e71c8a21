"""Trees that a call of the page lists: what is read from libraries' options and calls, and from the nodes."""

from __future__ import annotations

import pytest

from scrapers.adapters.trees import Node, TreeCall, nodes_of, tree_calls


def calls(script: str) -> tuple[TreeCall, ...]:
    return tree_calls(f"<html><body><ul id='tree'></ul><script>{script}</script></body></html>")


@pytest.mark.parametrize(
    ("script", "call"),
    [
        (
            """var setting = {async: {enable: true, url: '/tree/nodes', autoParam: ["id=parentId", "level"],
            otherParam: {"siteId": "7"}}, callback: {onClick: open}}; $.fn.zTree.init($("#tree"), setting);""",
            TreeCall("/tree/nodes", {"siteId": "7"}, child=("parentId", "id")),
        ),
        (
            "var site = '7', s = {async: {enable: true, type: 'get', url: '/tree?site=' + site, autoParam: ['id']}};",
            TreeCall("/tree?site=7", None, child=("id", "id")),
        ),
        ("$('#tree').tree({url: '/tree', method: 'get', onClick: go})", TreeCall("/tree", None, child=("id", "id"))),
        (
            "$.getJSON('/tree', {site: 7}, function (data) { $.fn.zTree.init($('#tree'), setting, data); })",
            TreeCall("/tree?site=7", None),
        ),
        (
            """$.ajax({type: 'POST', url: '/tree', data: {site: '7'}, success: function (res) {
            layui.tree.render({elem: '#tree', data: res.data}) }})""",
            TreeCall("/tree", {"site": "7"}),
        ),
    ],
)
def test_the_call_of_a_tree_is_read_where_it_is_stated_whole(script: str, call: TreeCall) -> None:
    assert calls(script) == (call,)


@pytest.mark.parametrize(
    "script",
    [
        "var setting = {async: {enable: false, url: '/tree'}};",
        "var setting = {async: {enable: true, url: getUrl}}; function getUrl(id, node) { return '/t?id=' + node.id }",
        "var setting = {async: {enable: true, url: '/tree', otherParam: {sign: sign()}}};",
        "$.getJSON('/list', {site: 7}, function (data) { show(data) })",
        "$.ajax({url: '/upload', async: false})",
    ],
)
def test_other_calls_are_no_trees(script: str) -> None:
    assert calls(script) == ()


def test_nodes_lead_where_they_say_or_where_the_script_makes_an_address_of_their_id() -> None:
    answer = {
        "code": 200,
        "data": [
            {"id": 1, "name": "县政府部门", "isParent": "true", "children": [{"id": 13, "name": "县<b>信访局</b>"}]},
            {"id": 2, "name": "财政信息", "url": "/czxx/"},
        ],
    }
    script = "<script>function go(e, i, node) { location.href = '/dept.html?id=' + node.id }</script>"
    told = [(one.name, one.address, one.has_children) for one in nodes_of(answer, script)]
    assert told == [
        ("县政府部门", "/dept.html?id=1", True),
        ("县信访局", "/dept.html?id=13", False),
        ("财政信息", "/czxx/", False),
    ]
    assert [one.address for one in nodes_of(answer, "")] == ["", "", "/czxx/"]


def test_children_are_asked_for_by_what_the_tree_sends() -> None:
    node = Node("县政府部门", "", has_children=True, record={"id": 1})
    posted = TreeCall("/tree", {"site": "7"}, child=("parentId", "id"))
    assert posted.of(node) == TreeCall("/tree", {"site": "7", "parentId": "1"}, child=("parentId", "id"))
    asked = TreeCall("/tree?site=7", None, child=("id", "id")).of(node)
    assert asked == TreeCall("/tree?site=7&id=1", None, child=("id", "id"))
    assert TreeCall("/tree", None).of(node) is None
