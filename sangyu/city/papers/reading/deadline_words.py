"""The words of deadlines, over the many ways in which papers print them."""

from __future__ import annotations

import re

DIGITS = dict(zip("〇○零一二三四五六七八九", "000123456789", strict=True))
DAY = re.compile(r"(?<=月)[一二三四五六七八九十]{1,3}(?=[日号])")
COUNT = {
    "十一": 11,
    "十二": 12,
    **dict(zip("一二三四五六七八九十", range(1, 11), strict=True)),
    "上": 1,
    "下": 2,
}
# The five-year plans are fixed by their number: the 14th runs from 2021 to 2025.
PLAN = {"十二": 2015, "十三": 2020, "十四": 2025, "十五": 2030}

YEAR = r"(?P<y>(?:19|20)\d\d)"
FESTIVAL = (
    "春节|清明|五一|端午|中秋|国庆|重阳|元旦|两会|汛期|主汛|雨季|入冬|供暖|春季|夏季|秋季|冬季|寒假|暑假|年关|开学"
    "|助残|敬老|教师节|建军节|护士节|老年节|高考|中考"
)
PART = (
    rf"(?:(?P<feast>{FESTIVAL})|Q(?P<qq>[1-4])"
    r"|第?(?P<q>[1-4一二三四])季度(?:末|底)?"
    r"|(?P<h>上|下)半年"
    r"|(?P<mid>年?中(?!\d)|年中)"
    r"|(?P<m>1[0-2]|0?[1-9])月份?(?:(?P<d>[0-3]?\d)[日号]|(?P<third>上旬|中旬|下旬|底|末|初)?)"
    r"|(?P<early>年?初)"
    r"|(?:年?(?:底|末)|年?内|度|全年)?)"
)
MENTION = re.compile(
    rf"(?:{YEAR}[-./](?P<im>1[0-2]|0?[1-9])(?:[-./](?P<id>[0-3]?\d))?(?!\d)"
    rf"|{YEAR.replace('y>', 'wy>')}年?{PART})"
    r"|[“\"「]?(?P<plan>十[二三四五])五[”\"」]?(?:规划)?(?:末|期间|时期|期末|收官)"
)
IN_TEXT = re.compile(
    r"(?<![\d.])(?:(?:19|20)\d\d(?:年)?(?:[-—－~～至到](?:19|20)\d\d)?年(?:\d{1,2}月(?:\d{1,2}[日号]|[上中]旬|下旬|底|末|初)?"
    r"|(?:第?[一二三四1-4]季度|上半年|下半年)(?:末|底)?|年?[底末中初](?!心)|年?内|度(?=[内末底]))?"
    r"|[“\"「]?十[二三四五]五[”\"」]?(?:规划)?(?:末|期末|收官))"
)
RANGE = re.compile(r"^(?:年|月|日|号|起|开始)*(?:[-–—~～－至到]|——)+$")
YEARLESS = re.compile(
    r"(?<!\d)(?P<m>1[0-2]|0?[1-9])月份?(?:(?P<d>[0-3]?\d)[日号]|(?P<third>上旬|中旬|下旬|底|末|初)?)"
)

PART_OF_YEAR = re.compile(
    r"第?(?P<q>[1-4一二三四])季度|(?P<h>上|下)半年|(?<![每\d])(?:[当本今同]年)?年(?P<end>[底末内])"
)
# So long from a day that stands elsewhere, or from the day printed before it.
RELATIVE = re.compile(
    r"(?<![\d第])(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3}|半)(?:个?(?P<unit>(?<=个)月|年|季度|周|星期|工作日|[天日]))[之以]?内"
)
# A day or a season that the calendar of a paper does not give: 「全国助残日前」.
OCCASION = re.compile(
    r"[\u4e00-\u9fff]{1,8}(?:节|日|季|期|学期|会议|活动)(?:来临|到来|开始|结束|召开)?(?:之?前|前后|期间)"
)
# A rhythm of no kind that is known here: 「每两年一次」.
RHYTHM = re.compile(r"每[一两二三四五六\d个]{0,3}(?:年|月|周|季|旬)")
AT_ONCE = re.compile(
    r"立即|立刻|即刻|马上|立行立改|立查立改|即知即改|即行即改|立整立改|当场|当天|当日"
)
WEEKLY = re.compile(r"每(?:个|1|一)?(?:周|星期)(?!岁)|按周|逐周")
HALF_YEARLY = re.compile(r"每(?:个)?半年|半年(?:一|1|至少一)次|按半年|每年(?:上、?下|上下)半年")
QUARTERLY = re.compile(r"每(?:个|1|一)?季度?|按季度?|(?<![一二三四1-4])季度末|一季度一次|逐季")
MONTHLY = re.compile(r"每(?:个|1|一)?月|按月|逐月|月月")
YEARLY = re.compile(
    r"每(?:个|1|一)?(?:年(?!级|轻|限)|年度)|(?<!\d)年年|(?:一|1)年(?:一|1)次|年度一次|按年(?!度?分)"
)
STAGED = re.compile(r"分(?:年|步|阶段|批|期|段|类)|按阶段|逐批|按(?:年度)?计划(?:分|逐)")
OPEN = re.compile(
    r"长期|常年|持续|常态|逐年|逐步|经常|日常|长效|坚持|不断|贯穿|滚动|动态|定期|适时|随时|及时|即时|按需|稳步推进|有序推进|即日起|(?:根据|按照?)[^,;]{2,10}(?:部署|要求|安排)(?:推进|落实|执行|完成|开展)?|视情|条件成熟|全程|全年|始终|常抓不懈|一直|每(?:两周|日|天)"
)
NOTHING = re.compile(r"[-—–/\\无*.。、]*")
