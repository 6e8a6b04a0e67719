"""What a paper says of itself: title, number, issuer, dates, status, the papers and annexes within the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sangyu.city.papers.reading.blocks import BLANK, GAP
from sangyu.city.papers.reading.deadlines import read_deadline
from sangyu.city.papers.reading.foreign import passage
from sangyu.city.papers.reading.markers import Style
from sangyu.city.papers.reading.outline import Node
from sangyu.city.papers.reading.types import Document, Part, Span

_HEAD = 6_000
_NUMBER = (
    r"[\u4e00-\u9fffA-Za-z×*]{1,14}[〔\[［﹝(（【〈]\s?(?:19|20)\d\d\s?[〕\]］﹞)）】〉]\s*(?:第)?\s*"
    r"\d{1,4}\s*号"
    r"|[〔\[［](?:19|20)\d\d[〕\]］]\s*第\s*\d{1,3}\s*[期次号]"
)
_OWN_NUMBER = re.compile(
    rf"(?:^|\n){GAP}*(?:(?:发文字号|文[ \u3000]*号|文件编号|字号)[ \t\u3000：:|]*)?(?P<number>(?:{_NUMBER}))"
    rf"(?=(?:{GAP}|\|)*(?:\n|$|是否有效|有效性|发布))"
)
_TITLE_END = re.compile(
    r"(?:方案|意见|办法|规划|计划|通知|决定|措施|细则|清单|分解表|分工表|安排表|任务表|要点|规定|条例|公告|通告|批复|行动|政策|分解|分工|任务书|台账|一览表|汇总表|责任表|明细表|事项|纲要|指南|指引|标准|规范|安排|总结|报告|通报|纪要|批复|公报|简报|目录|指标|[\u4e00-\u9fff]{2}表)"
    r"(?:[(（][^()（）]{1,20}[)）])?$"
)
_TITLE_LABEL = re.compile(
    r"^(?:信息名称|文件名称|标[ \u3000]*题|名[ \u3000]*称|题名)[ \u3000：:|]+"
)
_NO_TITLE = re.compile(
    r"[。；;]|^(?:篇|来源|索引|根据|按照|为|附件|一、|[(（]|(?!20\d\d年)\d|第.{1,3}[章条])"
)
_DATE = (
    r"(?:(?:19|20)\d\d[ ]?(?:年[ ]?\d{1,2}[ ]?月[ ]?\d{1,2}[ ]?日|[-/.]\d{1,2}[-/.]\d{1,2})"
    r"|二[〇○零][〇○零一二三四五六七八九]{2}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)"
)
_ISSUED = re.compile(
    rf"(?:成文|发文|印发|签发|制发|公布|发布)(?:日期|时间)[ \t\u3000：:|]*(?P<date>{_DATE})"
)
_ALONE = re.compile(rf"(?:^|\n){GAP}*(?P<date>{_DATE}){GAP}*(?=\n|$)")
_EFFECTIVE = re.compile(
    rf"(?:本(?:意见|办法|方案|规定|通知|细则|措施|文件)|施行|实施|生效)?自(?P<date>{_DATE})起(?:施行|实施|执行|生效)"
)
_EFFECTIVE_LABEL = re.compile(rf"(?:生效|实施|施行)(?:日期|时间)[ \t\u3000：:|]*(?P<date>{_DATE})")
_FROM_ISSUE = re.compile(r"自(?:印发|发布|公布|发文)之日起(?:施行|实施|执行|生效)")
_UNTIL = re.compile(rf"有效期(?:限)?(?:至|到|截止(?:到|至)?)[：: ]?(?P<date>{_DATE})")
_YEARS = re.compile(r"有效期(?:限)?(?:为)?(?P<years>[1-9一二三四五六七八九十])年")
_STATUS = re.compile(
    r"(?:(?:是否有效|有效性|效力(?:状态)?|文件状态|时效性|状态)[ \t\u3000：:|]*|(?:^|\n)[ \t\u3000]*"
    r"|规定[,，]?[ \t]*|清理结果[：:]?[ \t]*)"
    r"(?P<status>继续保留|继续有效|现行有效|拟修改|予以废止|宣布失效|已废止|已失效|已修改|失效|废止|有效|尚未生效)"
    r"(?=[ \t\u3000|。；;]*(?:\n|$))"
)
_ISSUER_LABEL = re.compile(
    r"(?:发布机构|发文机关|制定机关|发文单位|发布单位|公开责任部门|印发机关)[ \t\u3000：:|]+"
    r"(?P<issuer>[^\n|：:]{2,40}?)"
    r"(?=[ \t\u3000|]*(?:\n|$|发文日期|发布日期|成文日期|文号|公开))"
)
_ISSUER = re.compile(
    r"^[\u4e00-\u9fffA-Za-z×（）()、 \u3000]{2,40}(?:人民政府|办公室|局|委员会|委|厅|部|中心|领导小组|管委会)$"
)
_ANNEX = re.compile(r"附[ \u3000]*件[ \u3000]*[\d一二三四五六七八九十]{0,3}[：:]?")
# A first line that is no heading: a sentence, a table's cells, a form of address.
_NO_HEAD = re.compile(r"[。；;，,：:\t|]|^(?:来源|索引|根据|按照|为|一、|[(（]|\d|第.{1,3}[章条])")
_TITLE_YEAR = re.compile(r"(?<!\d)(20\d\d)年(?!代)")
_PERIOD = re.compile(r"20\d\d年?[-—－–~～至到]|[—－–~～至到-]20\d\d|三年|五年")
_ISSUERS = re.compile(
    r"^(?P<issuer>[\u4e00-\u9fffA-Za-z×（）()、 \u3000]{2,60}?"
    r"(?:人民政府|办公厅|办公室|局|委员会|委|厅|部|中心|领导小组|管委会|协会|党组|党委))[ \u3000]*"
    r"(?=$|关于|(?:印发|转发|批转)|\d+个部门)"
)
_YEARS_END = 11
_COUNT = dict(zip("一二三四五六七八九十", range(1, 11), strict=True))


def read_document(text: str, root: Node, tables: Sequence[Span] = ()) -> Document:
    """The paper's own statements; a file of several papers has them for the first, and each in `parts`.

    Inside `tables` nobody signs and no date is the paper's.
    """
    spans: dict[str, Span] = {}
    title = _title(text[:_HEAD], spans)
    text = _without(text, tables)
    head = text[:_HEAD]
    number = _matched(_OWN_NUMBER, head, "number", spans)
    issued = _issued(text, spans)
    effective = _dated(_EFFECTIVE, text, "effective_on", spans)
    effective = effective or _dated(_EFFECTIVE_LABEL, head, "effective_on", spans)
    if effective is None and issued and _FROM_ISSUE.search(text):
        effective = issued
    parts = tuple(_parts(text, root, Style.PAPER))
    return Document(
        title=parts[0].title if parts else title,
        number=re.sub(r"\s", "", number),
        issuer=_issuer(text, head, title, spans),
        issued_on=issued,
        effective_on=effective,
        valid_until=_until(text, effective or issued, spans),
        status=_matched(_STATUS, head[:3_000], "status", spans),
        parts=parts,
        annexes=tuple(_parts(text, root, Style.ANNEX)),
        spans=spans,
    )


def signatures(text: str) -> Iterator[Span]:
    """Dates on lines of their own, with the issuer above: no clause goes on with them."""
    before, before_at = "", 0
    for line, at in _lines(text):
        if re.fullmatch(_DATE, line):
            yield Span(before_at if _ISSUER.match(before) else at, at + len(line))
        before, before_at = line, at


def title_year(document: Document) -> int:
    """The one year that a yearly paper's title names, 「2023年为民办实事……」; 0 if none or several."""
    years = set(_TITLE_YEAR.findall(document.title))
    return int(years.pop()) if len(years) == 1 and not _PERIOD.search(document.title) else 0


def paper_year(document: Document) -> int:
    """The year that dates without one mean: the title's, else the year in which the paper was issued.

    0 where neither says so: in a plan over several years, or in a paper issued at a year's end for the next.
    """
    if _TITLE_YEAR.search(document.title) or _PERIOD.search(document.title):
        return title_year(document)
    if document.issued_on is not None:
        return document.issued_on.year if document.issued_on.month < _YEARS_END else 0
    year = re.search(r"[〔\[［﹝(（【〈](20\d\d)[〕\]］﹞)）】〉]", document.number)
    return int(year[1]) if year else 0


def _without(text: str, holes: Sequence[Span]) -> str:
    """The text with blanks in the place of some stretches, so that every other place stays."""
    for hole in holes:
        text = text[: hole.start] + " " * (hole.end - hole.start) + text[hole.end :]
    return text


def _lines(text: str) -> Iterator[tuple[str, int]]:
    at = 0
    for line in text.split("\n"):
        bare = line.strip(BLANK + "#|*")
        if bare:
            yield bare, at + line.index(bare)
        at += len(line) + 1


def _title(head: str, spans: dict[str, Span]) -> str:
    """The first line that ends as titles do; one with 关于 before one without."""
    found: list[tuple[str, Span]] = []
    before, before_at = "", 0
    first = next(((line, at) for line, at in _lines(head) if not _ANNEX.fullmatch(line)), ("", 0))
    for line, at in _lines(head):
        label = _TITLE_LABEL.match(line)
        bare = line[label.end() :] if label else line
        start = at + (label.end() if label else 0)
        if _is_title(bare):
            # A long title goes over two lines, of which only the second ends as titles do.
            if "关于" in before and "关于" not in bare and _goes_on(before):
                bare, start = before + bare, before_at
            found.append((bare, Span(start, at + len(line))))
        elif "关于" in before and len(bare) < 6 and _goes_on(before) and _is_title(before + bare):
            found.append((before + bare, Span(before_at, at + len(line))))
        before, before_at = line, at
    if not found and 6 <= len(first[0]) <= 50 and not _NO_HEAD.search(first[0]):
        found.append((first[0], Span(first[1], first[1] + len(first[0]))))
    if not found:
        return ""
    best = next((item for item in found[:4] if "关于" in item[0]), found[0])
    spans["title"] = best[1]
    return passage(best[0], None).reading


def _goes_on(line: str) -> bool:
    return 6 <= len(line) <= 45 and not _NO_TITLE.search(line) and not _TITLE_END.search(line)


def _is_title(line: str) -> bool:
    return 6 <= len(line) <= 90 and bool(_TITLE_END.search(line)) and not _NO_TITLE.search(line)


def _matched(pattern: re.Pattern[str], text: str, name: str, spans: dict[str, Span]) -> str:
    match = pattern.search(text)
    group = "date" if "date" in pattern.groupindex else name
    if match is None:
        return ""
    spans[name] = Span(*match.span(group))
    return match[group]


def _dated(pattern: re.Pattern[str], text: str, name: str, spans: dict[str, Span]) -> date | None:
    printed = _matched(pattern, text, name, spans)
    return read_deadline(printed).due if printed else None


def _issued(text: str, spans: dict[str, Span]) -> date | None:
    """The day that is labelled so, else the day that stands alone on a line, as below a signature."""
    labelled = _dated(_ISSUED, text[:_HEAD], "issued_on", spans)
    return labelled or _dated(_ALONE, text, "issued_on", spans)


def _until(text: str, start: date | None, spans: dict[str, Span]) -> date | None:
    until = _dated(_UNTIL, text, "valid_until", spans)
    years = _YEARS.search(text)
    if until is not None or years is None or start is None:
        return until
    count = _COUNT.get(years["years"]) or int(years["years"])
    spans["valid_until"] = Span(*years.span())
    # Five years from 1 July end on 30 June.
    try:
        return start.replace(year=start.year + count) - timedelta(days=1)
    except ValueError:  # 29 February
        return start.replace(year=start.year + count, day=28)


def _issuer(text: str, head: str, title: str, spans: dict[str, Span]) -> str:
    """Labelled, or the unit that signs above the date, or that the title begins with."""
    match = _ISSUER_LABEL.search(head)
    if match:
        spans["issuer"] = Span(*match.span("issuer"))
        return passage(match["issuer"].strip(BLANK), None).reading
    before, at_before = "", 0
    for line, at in _lines(text):
        if re.fullmatch(_DATE, line) and _ISSUER.match(before):
            spans["issuer"] = Span(at_before, at_before + len(before))
            return passage(before, None).reading
        before, at_before = line, at
    return _issuer_of_title(head, title, spans)


def _issuer_of_title(head: str, title: str, spans: dict[str, Span]) -> str:
    """「某市人民政府办公室关于印发……」, or the same with the issuers on the lines above 关于."""
    at = spans["title"].start if "title" in spans else 0
    match = _ISSUERS.match(title)
    if match:
        spans["issuer"] = Span(at, at + len(match["issuer"]))
        return match["issuer"]
    if not title.startswith("关于"):
        return ""
    above = [(line, start) for line, start in _lines(head) if start < at][-4:]
    signing: list[tuple[str, int]] = []
    for line, start in reversed(above):
        if not _ISSUERS.fullmatch(line):
            break
        signing.insert(0, (line, start))
    if not signing:
        return ""
    spans["issuer"] = Span(signing[0][1], signing[-1][1] + len(signing[-1][0]))
    return " ".join(" ".join(line.split()) for line, _ in signing)


def _parts(text: str, root: Node, style: Style) -> Iterator[Part]:
    for node in root.walk():
        if node.style is style and node.mark is not None:
            yield Part(
                node.mark.printed.strip(BLANK + "：:"),
                _own_title(text, node),
                Span(node.start, node.end),
            )


def _own_title(text: str, node: Node) -> str:
    """The title of a part: among its first lines the one that ends as titles do, else its first line."""
    start = node.mark.end if node.mark else node.start
    lines = [line for line, _ in _lines(text[start : min(node.own_end, start + 600)])][:4]
    title = next((line for line in lines[1:3] if _is_title(line)), "")
    return passage(title or (lines[0] if lines else ""), None).reading
