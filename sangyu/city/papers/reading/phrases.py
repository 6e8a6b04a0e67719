"""The words of attributions: labels, verbs, dates and notes, over the many ways in which papers put them."""

from __future__ import annotations

import re
from enum import StrEnum

_BODY = r"(?:单位|部门|处室|科室|股室|主体|机构|方)"


class Side(StrEnum):
    """What a label or a verb says of the units beside it."""

    LEAD = "lead"
    SUPPORT = "support"
    BOTH = "both"
    DEADLINE = "deadline"
    PERSON = "person"


LABELS = (
    (
        Side.PERSON,
        r"(?:责任|牵头|分管|包保|包抓|联系|挂牌|督办|市级|县级)*(?:领导|责任人|负责人|联系人|人)",
    ),
    (
        Side.LEAD,
        (
            rf"(?:市级|县级|总|第一)?(?:牵头(?:责任|负责|主办)?|主办|主责|主要责任|首要责任|第一责任|责任牵头){_BODY}"
            r"|(?:牵头|主办|主责)(?=\s*[：:])"
        ),
    ),
    (
        Side.SUPPORT,
        (
            rf"(?:市级|县级|主要)?(?:配合(?:责任|实施)?|协办|协助|协同|协作|参与|参加|支持|责任配合|协管|督导|督促|督查|督办|验收|考核|审核|评估|把关|指导监督){_BODY}"
            r"|(?:配合|协办|协助|协同)(?=\s*[：:])"
        ),
    ),
    (
        Side.BOTH,
        (
            rf"(?:[省市州县区]级|具体|各|相关)?(?:责任|负责|承办|落实|实施|执行|承担|完成|推进|主管|主抓|职责|监管|监督|指导|主体责任|牵头配合)(?:落实)?{_BODY}"
            r"|责任分工|任务分工|职责分工|分工|责任"
        ),
    ),
    (
        Side.DEADLINE,
        r"(?:完成|办理|落实|实施|推进|整改|计划|工作)?(?:时限|期限|时间(?:节点|进度)?)(?:要求|安排)?|时间进度|进度(?:安排|要求)",
    ),
)
LABEL = re.compile(
    r"(?:^|(?<=[；;，,。、\s(（【〔\[*]))(?:"
    + "|".join(f"(?P<{side.name}>{pattern})" for side, pattern in LABELS)
    + r")\s*(?:[：:]|(?<=[位门])为(?=[\u4e00-\u9fff]{2})|[)）】〕](?=\s*[\u4e00-\u9fff]))\s*"
)
_DATE = (
    r"(?P<date>(?:[^，,；;。：:]{0,6}(?:\d\s*[年月日]|季度|年底|月底|半年)[^，,；;。：:]{0,10}|长期|长期坚持|持续推进|常年"
    r"|每年|每月|持续实施|常态化推进))(?:完成|实施|实现)?\s*(?=[，,；;。]|$)"
)
DATED = re.compile(rf"(?:^|[，,；;。])\s*{_DATE}")
# Where nothing in a bracket is labelled, a colon parts units and date, too.
DATED_BARE = re.compile(rf"(?:^|[，,；;。：:])\s*{_DATE}")
# What a bracket says about its own list.
NOTE = re.compile(
    r"[，,；;。、\s]*(?:其中)?[，,]?(?:(?:列|排|居)[^，,；;。、：:]{0,8})?(?:第一|首)(?:位|个|家|名)?[^，,；;。、：:]{0,8}牵头(?:单位|部门)?"
    r"|[，,；;。、\s]*[^，,；;。、：:]{0,10}(?:前|后|一个|首个)的?[为是][^，,；;。、：:]{0,8}(?:牵头|责任|配合)(?:单位|部门)"
    r"|[，,；;。、\s]*以下(?:各项)?(?:均|都)[^；;：:]{0,40}(?:不再|不另|不一一)[^，,；;。]{0,6}"
    r"|[，,；;。、\s]*(?:以?[下后]均?同|详见附件[^，,；;。]{0,6})(?=[，,；;。\s]|$)"
)
EQUALS = re.compile(r"(?:职责|分工|职能|各自)[^，,；;。]{0,8}负责|分别负责|共同负责")
IS_LABEL = re.compile("|".join(pattern for _, pattern in LABELS))
VERB = re.compile(
    r"(?:(?:按照?|依照?|根据|依据)(?:各自)?的?(?:工作|部门)?(?:职责|职能|任务|分工|权限|范围|规定|要求|[和与及])+)?"
    r"(?:分工|分别|共同|具体|联合|统筹|组织|协同|密切|积极|予以)*"
    r"(?P<verb>牵头|主办|主责|主抓|负责|落实|实施|推进|配合|协办|协助|参与|参加|支持|指导|监督|承办|办理|抓好|承担)"
    r"(?:牵头|负责|落实|实施|组织|推进|办理|指导|工作|协调|做好|抓好)*"
    r"(?=[，,；;。、\s]|$)"
    r"|(?P<lead>牵头(?:负责|组织)?)(?=[\u4e00-\u9fff])|(?P<join>会同|联合)(?=[\u4e00-\u9fff])"
)
SIDES = {
    "牵头": Side.LEAD,
    "主办": Side.LEAD,
    "主责": Side.LEAD,
    "主抓": Side.LEAD,
    "配合": Side.SUPPORT,
    "协办": Side.SUPPORT,
    "协助": Side.SUPPORT,
    "参与": Side.SUPPORT,
    "参加": Side.SUPPORT,
    "支持": Side.SUPPORT,
}
SECTIONS = re.compile(
    r"[\u4e00-\u9fff]{2,12}(?:科|处|股|室|队)(?:[、，,；;][\u4e00-\u9fff]{2,12}(?:科|处|股|室|队|中心|院|站))*"
)
LEVEL = re.compile("[省市州盟县区旗各]|镇|乡|民政|国家")
LONGEST_HEADING = 40
NOISE = re.compile(
    r"^(?:(?:此|该|本)?项?(?:工作|任务)?由|由|并由|其中|以及|及)|(?:分别|共同|具体)$"
)
EDGES = "；;，,。、)）】〕](（【〔["
HINT = re.compile(
    r"[局委办部厅院会署站所处科股室队行联团府县区镇乡街]|单位|部门|中心|公司|责任|牵头|负责"
)


def is_label(words: str) -> bool:
    """Whether the words are a label as 「责任单位」 and no unit."""
    return bool(IS_LABEL.fullmatch(words))
