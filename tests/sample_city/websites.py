"""The little municipal websites: list pages in the shapes of real content systems, static HTML."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import PurePosixPath
from urllib.parse import quote

from tests.sample_city.catalogue import Document

CITY_HOST, FINANCE_HOST = "www.yangli.example", "czj.yangli.example"
EDUCATION_HOST, PLANNING_HOST = "jyj.yangli.example", "fgw.yangli.example"
SEED_HOST = "rdb.xinzhou.example"
_PER_PAGE = 10


@dataclass(frozen=True)
class Item:
    """One line of a list page."""

    text: str
    link: str
    date: str
    title: str = ""


def published_on(document: Document) -> str:
    """The date beside the link: budgets in February, final accounts in August of the year after."""
    if document.kind == "final":
        return f"{document.year + 1}-08-2{int(document.unit[-1]) % 9}"
    return f"{document.year}-02-{8 + int(document.unit[:3]) % 12:02d}"


def host_of(document: Document) -> str:
    return {"001": FINANCE_HOST, "002": EDUCATION_HOST, "005": PLANNING_HOST}.get(
        document.unit[:3], CITY_HOST
    )


def path_of(document: Document) -> PurePosixPath:
    """Where the file lies on its host; the names are as various as the systems that make them."""
    day = published_on(document).replace("-", "")
    number = 1000 + 37 * int(document.unit[:3]) + 7 * int(document.unit[3:] or 0) + 3 * document.year % 97
    host = host_of(document)
    if host == FINANCE_HOST:
        folder = "bmjs" if document.kind == "final" else "bmys"
        return PurePosixPath(f"zwgk/czyjs/{folder}/{day[:6]}/P0{day}{number}.pdf")
    if host == EDUCATION_HOST:
        return PurePosixPath(f"attachment/{day[:6]}/{document.title}.pdf")
    if host == PLANNING_HOST:
        annex = {"情况说明": 1, "报表": 2}[document.part]
        return PurePosixPath(f"attach/0/{day}/附件{annex}：{document.title}.pdf")
    return PurePosixPath(f"uploadfiles/{day[:4]}/{day[4:6]}/{document.title}.pdf")


def site_pages(documents: Sequence[Document]) -> dict[str, dict[str, str]]:
    """The HTML of every host: path → page."""
    by_host = {host: [x for x in documents if host_of(x) == host] for host in _MAKERS}
    pages = {host: maker(by_host[host]) for host, maker in _MAKERS.items()}
    return {host: {**made, "robots.txt": _ROBOTS, "index.html": _home(host)} for host, made in pages.items()}


_ROBOTS = "User-agent: *\nDisallow: /admin/\nDisallow: /search/\n"


def _page(
    title: str, site: str, body: str, crumbs: str = "政务公开 &gt; 财政预决算", script: str = ""
) -> str:
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="SiteName" content="{escape(site)}">
<meta name="ColumnName" content="部门预决算">
<title>{escape(title)}_{escape(site)}</title>
</head>
<body>
<div class="header"><a href="/index.html">{escape(site)}</a>
<ul class="nav"><li><a href="/index.html">首页</a></li><li><a href="/zcjd/index.html">政策解读</a></li><li><a href="/hdjl/index.html">互动交流</a></li></ul></div>
<div class="position">当前位置：<a href="/index.html">首页</a> &gt; {crumbs}</div>
<div class="main">
{body}
</div>
<div class="side"><h3>热点新闻</h3><ul class="news"><li><a href="/xw/t20240105_2201.html">全市2023年预算执行和其他财政收支审计工作情况</a></li><li><a href="/xw/t20240116_2217.html">关于进一步规范部门预算公开工作的解读</a></li></ul></div>
<div class="footer">主办：{escape(site)}　网站标识码：0000000001　<a href="/sitemap.html">网站地图</a></div>
{script}
</body>
</html>
"""


def _list(items: Sequence[Item], css: str) -> str:
    lines = []
    for item in items:
        full = f' title="{escape(item.title)}"' if item.title else ""
        lines.append(
            f'<li><a href="{escape(item.link)}" target="_blank"{full}>{escape(item.text)}</a><span class="date">{item.date}</span></li>'
        )
    return f'<ul class="{css}">\n' + "\n".join(lines) + "\n</ul>"


def _home(host: str) -> str:
    return _page("首页", host, '<div class="home"><p>样例市为虚构城市，本站内容均为示例。</p></div>')


def _newest_first(documents: Sequence[Document]) -> list[Document]:
    return sorted(documents, key=lambda x: (published_on(x), x.unit, x.part), reverse=True)


def _finance(documents: Sequence[Document]) -> dict[str, str]:
    """Two columns of articles, each with one file in a script call (TRS 式)."""
    pages, site = {}, "样例市财政局"
    for folder, kind, column in (("bmys", "budget", "部门预算"), ("bmjs", "final", "部门决算")):
        items = []
        for document in _newest_first([x for x in documents if x.kind == kind]):
            day, file = published_on(document).replace("-", ""), path_of(document)
            article = f"t{day}_{file.stem[9:]}.html"
            items.append(Item(document.title, f"./{day[:6]}/{article}", published_on(document)))
            body = (
                f'<h1 class="title">{document.title}</h1><div class="trs_editor_view"><p>现将{document.title}予以公开，接受社会监督。</p>'
                f'<p class="fujian">附件：<a href="javascript:void(0)" onclick="downloadFj(\'{document.title}.pdf\',\'./{file.name}\')">{document.title}.pdf</a></p></div>'
            )
            pages[f"zwgk/czyjs/{folder}/{day[:6]}/{article}"] = _page(document.title, site, body)
        script = '<script>createPageHTML(1, 0, "index", "html");</script>'
        pages[f"zwgk/czyjs/{folder}/index.html"] = _page(column, site, _list(items, "list"), script=script)
    return pages


def _education(documents: Sequence[Document]) -> dict[str, str]:
    """One article a year, with a file for the department and one for each unit (JEECMS 式)."""
    pages, items, site = {}, [], "样例市教育局"
    for year in sorted({x.year for x in documents}, reverse=True):
        files = sorted((x for x in documents if x.year == year), key=lambda x: x.unit)
        day, article = published_on(files[0]), f"jyys/{year}/{3300 + year % 100}.jspx"
        title = f"样例市教育局及所属单位{year}年度预算公开"
        items.append(Item(title, f"{year}/{3300 + year % 100}.jspx", day))
        links = "\n".join(
            f'<p><a class="att" href="../../{quote(str(path_of(x)))}">{x.title}</a></p>' for x in files
        )
        pages[article] = _page(
            title, site, f'<h2 class="article-title">{title}</h2><div class="content">{links}</div>'
        )
    pages["jyys/index.jspx"] = _page("预算公开", site, _list(items, "xxgk-list"))
    return pages


def _planning(documents: Sequence[Document]) -> dict[str, str]:
    """Articles with two annexes: a narrative and a set of tables (Hanweb 式)."""
    pages, items, site = {}, [], "样例市发展和改革委员会"
    for year in sorted({x.year for x in documents}, reverse=True):
        files = [x for x in documents if x.year == year]
        day = published_on(files[0])
        parts = [str(int(x)) for x in day.split("-")]
        article = f"art/{parts[0]}/{parts[1]}/{parts[2]}/art_1023_{5400 + year % 100}.html"
        title = f"样例市发展和改革委员会{year}年度部门预算"
        items.append(Item(title, f"/{article}", day))
        links = "\n".join(f'<p><a href="/{quote(str(path_of(x)))}">{path_of(x).stem}</a></p>' for x in files)
        pages[article] = _page(
            title, site, f'<div id="zoom"><p>{title}已经市人代会批准，现予公开。</p>{links}</div>'
        )
    pages["col/col1023/index.html"] = _page("部门预算", site, _list(items, "default_pgContainer"))
    return pages


def _platform(documents: Sequence[Document]) -> dict[str, str]:
    """The city's common platform: a paged list of files of many units, long titles cut short (统一平台)."""
    items = []
    for x in _newest_first(documents):
        text = x.title if len(x.title) <= 16 else x.title[:14] + "..."
        link = "../../" + quote(str(path_of(x)))
        items.append(Item(text, link, published_on(x), x.title))
    count = -(-len(items) // _PER_PAGE)
    pages = {}
    for number in range(count):
        script = f'<script>createPageHTML({count}, {number}, "index", "html");</script>'
        body = _list(items[number * _PER_PAGE : (number + 1) * _PER_PAGE], "list-content")
        name = "index.html" if number == 0 else f"index_{number}.html"
        pages[f"xxgk/bmyjs/{name}"] = _page("部门预决算公开", "样例市人民政府", body, script=script)
    return pages


def _seed(_: Sequence[Document]) -> dict[str, str]:
    title = "忻州市人民代表大会常务委员会办公室2023年度部门预算公开"
    file = quote("忻州市人大常委会办公室2023年度部门预算公开.pdf")
    items = [Item(title, f"../files/202302/{file}", "2023-02-17")]
    return {"yjsgk/index.html": _page("预决算公开", "示例：市人大常委会办公室", _list(items, "gk-list"))}


_MAKERS: dict[str, Callable[[Sequence[Document]], dict[str, str]]] = {
    FINANCE_HOST: _finance,
    EDUCATION_HOST: _education,
    PLANNING_HOST: _planning,
    CITY_HOST: _platform,
    SEED_HOST: _seed,
}

SITE_CONFIGS: dict[str, str] = {
    "yangli_finance": """# 样例市财政局（虚构）：两个栏目，文章页附一个文件。
title: 样例市财政局
start:
  - http://czj.yangli.example/zwgk/czyjs/bmys/index.html
  - http://czj.yangli.example/zwgk/czyjs/bmjs/index.html
presets: [trs]
rate: {seconds: 0.02}
revalidate: {articles: 1, documents: 1}
""",
    "yangli_education": """# 样例市教育局（虚构）：每年一篇文章，附部门和所属单位的文件。
title: 样例市教育局
start: http://jyj.yangli.example/jyys/index.jspx
pages:
  - {name: article, match: '/jyys/\\d{4}/', items: '.content a', role: article}
  - {name: list, items: 'ul.xxgk-list li'}
rate: {seconds: 0.02}
revalidate: {articles: 1, documents: 1}
""",
    "yangli_drc": """# 样例市发展和改革委员会（虚构）：情况说明和报表分为两个附件。
title: 样例市发展和改革委员会
start: http://fgw.yangli.example/col/col1023/index.html
pages:
  - {name: article, match: '/art/', items: '#zoom a', role: article}
  - {name: list, items: 'ul.default_pgContainer li'}
rate: {seconds: 0.02}
revalidate: {articles: 1, documents: 1}
""",
    "yangli_open": """# 样例市预决算公开统一平台（虚构）：分页列表，直接链接文件。
title: 样例市预决算公开统一平台
start: http://www.yangli.example/xxgk/bmyjs/index.html
pages:
  - name: list
    items: 'ul.list-content li'
    paging: {count: ['createPageHTML\\((\\d+)'], url: 'index_{n}.html', first: 1}
rate: {seconds: 0.02}
revalidate: {articles: 1, documents: 1}
""",
    "xinzhou_npc": """# 真实公开文件的重排版：忻州市人大常委会办公室2023年度部门预算。
title: 忻州市人大常委会办公室
start: http://rdb.xinzhou.example/yjsgk/index.html
pages:
  - {name: list, items: 'ul.gk-list li'}
rate: {seconds: 0.02}
revalidate: {articles: 1, documents: 1}
""",
}
