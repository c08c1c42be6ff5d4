"""What must never stand in a published text: who somebody is, where they live, how to call them.

Words a person writes (typical cases, praise, what a theme is about) pass here before they are
composed. It finds patterns, not meaning: the person who checks still reads.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

_PLATE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
# The surnames most people have; rare ones that are common words beside (车, 时, 方) are left out.
_SURNAME = (
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖萧田董袁潘蒋蔡余杜叶"
    "程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛"
    "郝龚邵万钱严覃武戴莫孔向汤]|欧阳|司马|上官|诸葛"
)
_ADDRESS = "先生|女士|小姐|同志|师傅|大爷|大妈|大姐|大叔|阿姨|老师|医生|护士|警官"
_PATTERNS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "身份证号": re.compile(r"(?<![0-9A-Za-z])\d{17}[0-9Xx](?![0-9A-Za-z])"),
        "工单号": re.compile(r"(?<!\d)(?:19|20)\d{13}(?!\d)"),
        "手机号": re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)"),
        "电话号码": re.compile(r"(?<!\d)0\d{2,3}[-— ]\d{7,8}(?!\d)|(?<!\d)\d{7,10}(?!\d)"),
        "长号码": re.compile(r"(?<!\d)(?:\d{12,14}|\d{16,17}|\d{19,})(?!\d)"),
        "车牌号": re.compile(rf"[{_PLATE}][A-HJ-NP-Z][·・ ]?[A-HJ-NP-Z0-9]{{5,6}}(?![A-Za-z0-9])"),
        "门牌": re.compile(
            r"[0-9一二三四五六七八九十]+(?:栋|幢|单元|室|号楼)|[路街巷弄道村组]\d+号(?!线)"
        ),
        "电子邮箱": re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+", re.ASCII),
        "姓名": re.compile(
            rf"(?:{_SURNAME})[\u4e00-\u9fa5]{{0,2}}(?:{_ADDRESS})|(?:{_SURNAME})某"
            r"|(?:姓名|名叫|联系人)[：:]?[\u4e00-\u9fa5]{2,3}"
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """what: the kind of thing; words: as written."""

    what: str
    words: str


class PersonalData(ValueError):
    """A text that may not be published; the words name what was found."""


def findings(text: str) -> list[Finding]:
    """What in the text could tell who somebody is, in the order of the patterns."""
    return [
        Finding(what, found[0])
        for what, pattern in _PATTERNS.items()
        for found in pattern.finditer(text)
    ]


def refuse_personal(where: str, texts: Iterable[str]) -> None:
    """Raises PersonalData where one of the texts names somebody; `where` says which field."""
    found = [one for text in texts for one in findings(text)]
    if found:
        said = "、".join(f"{one.what}“{one.words}”" for one in found)
        raise PersonalData(f"{where}里有个人信息：{said}；改掉再用")
