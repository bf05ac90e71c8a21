"""The page around an article: navigation, bread crumbs, buttons to share, the editor's name, the foot of the site."""

from __future__ import annotations

from html import escape

from tests.unseen.hands.common import Dice, heading
from tests.unseen.model import Design

MENUS = (
    ("首页", "走进本地", "新闻中心", "政务公开", "政务服务", "互动交流", "专题专栏"),
    ("网站首页", "要闻动态", "信息公开", "办事服务", "政民互动", "数据开放"),
    ("首　页", "政府信息公开", "解读回应", "网上服务", "公众参与"),
)
TRAILS = (
    ("首页", "政府信息公开", "法定主动公开内容", "财政信息", "部门预决算"),
    ("网站首页", "信息公开", "预决算公开", "部门预决算公开"),
    ("首页", "政务公开", "重点领域信息公开", "财政资金"),
)
SHARE = (
    '<div class="bshare-custom"><a title="分享到微信" class="bshare-weixin"></a><a title="分享到新浪微博"></a></div>',
    '<div class="share">分享到：<a href="javascript:;" data-cmd="weixin"></a><a data-cmd="tsina"></a></div>',
    (
        '<div class="tools">【字体：<a href="javascript:doZoom(18)">大</a> <a href="javascript:doZoom(16)">中</a> '
        '<a href="javascript:doZoom(14)">小</a>】 <a href="javascript:window.print()">打印</a></div>'
    ),
)


def article(design: Design, dice: Dice, body: str) -> str:
    """The whole page."""
    options = {name: value for file in design.files for name, value in file.options.items()}
    document = design.document
    place = document.get("division_name", "")
    site = options.get("site", f"{place}人民政府门户网站" if place else "政府门户网站")
    source = options.get("source", document["agency"])
    month = 2 + dice.number("month") % 2 if document["report_type"] == "budget" else 8 + dice.number("month") % 2
    year = int(document["fiscal_year"]) + (document["report_type"] != "budget")
    date = options.get("date", f"{year}-{month:02}-{1 + dice.number('day') % 28:02}")
    title = escape(heading(design))
    menu = "".join(f'<li><a href="/col/{n}/">{word}</a></li>' for n, word in enumerate(dice.one("menu", MENUS)))
    trail = " &gt; ".join(f"<a href='#'>{word}</a>" for word in dice.one("trail", TRAILS))
    share = dice.one("share", SHARE)
    container = dice.one("container", ('id="zoom"', 'class="TRS_Editor"', 'class="article-content" id="UCAP-CONTENT"',
                                       'id="vsb_content"', 'class="bt_content"'))  # fmt: skip
    stated = {"ArticleTitle": title, "PubDate": date, "SiteName": escape(site)}
    meta = "".join(f'<meta name="{name}" content="{value}">' for name, value in stated.items())
    editor = dice.one("editor", (f"<p class='bj'>责任编辑：{escape(source)}管理员</p>", "<p>责编：网站管理员</p>", ""))
    info = dice.one("info", (
        f"<span>发布时间：{date}</span><span>来源：{escape(source)}</span><span>浏览次数：<i id='hits'></i></span>",
        f"<p>日期：{date}　作者：　信息来源：{escape(source)}　点击数：<script>document.write(hits)</script></p>",
        f"<ul class='attr'><li>索引号：</li><li>发布机构：{escape(source)}</li><li>发文日期：{date}</li></ul>",
    ))  # fmt: skip
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:x="urn:schemas-microsoft-com:office:excel">
<head><meta charset="utf-8"><title>{title}_{escape(site)}</title>{meta if dice.chance("meta", 70) else ""}
<style>body{{font-size:14px}} .xl65{{white-space:nowrap}} .xl68{{text-align:right}}</style>
<script>var hits = 0; function doZoom(size) {{ document.getElementById('zoom').style.fontSize = size + 'px'; }}</script>
</head>
<body>
<div class="header"><a href="/"><img src="/images/logo.png" alt="{escape(site)}"></a>
<form action="/search"><input name="q" placeholder="请输入关键字"><button>搜索</button></form></div>
<ul class="nav">{menu}</ul>
<div class="main"><div class="crumb">当前位置：{trail} &gt; 正文</div>
<h1 class="article-title">{title}</h1>
<div class="info">{info}</div>
{share}
<div {container}>
{body}
</div>
{editor}
<div class="page-nav"><p>上一篇：没有了</p><p>下一篇：没有了</p></div>
</div>
<div class="footer"><p>主办：{escape(site.removesuffix("门户网站"))}　<a href="/sitemap">网站地图</a></p>
<p><a href="/about">联系我们</a></p>
<p>网站标识码：0000000000　备案序号：某ICP备00000000号</p></div>
</body></html>
"""
