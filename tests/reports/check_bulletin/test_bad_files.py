"""Whatever cannot be read is named with its entry and field, and what belongs there is told."""

import pytest

from orders.tables import BadData
from reports.ledger.bulletin import check_bulletin
from reports.ledger.bulletin.typed import MOST_CHARACTERS, MOST_ENTRIES, MOST_PARTS

RATE = '[[rate]]\nname = "满意率"\n'
SUM = '[[sum]]\nname = "合计"\n'
CHANGE = '[[change]]\nname = "同比"\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "通报：没有条目"),
        ("# 只有说明", "通报：没有条目"),
        ("rate = []", "通报：没有条目"),
        ("这不是TOML", "不是合规的 TOML"),
        ("[[rate]", "不是合规的 TOML"),
        ("a = " + "[" * 100_000, "不是合规的 TOML"),
        ("a = 1e99999999999999999999999", "不是合规的 TOML"),
        ("a = " + "9" * 5000, "不是合规的 TOML"),
        ("x" * (MOST_CHARACTERS + 1), "文件太大"),
        ('title = "通报"', "title：没有这个字段"),
        ('[[rates]]\nname = "满意率"', "rates：没有这个字段，是不是 rate"),
        ('[rate]\nname = "满意率"', "rate：写成 [[rate]]"),
        ("rate = 3", "rate：写成 [[rate]]"),
        ("rate = [3]", "rate[1]：应为一个表"),
        ('[[rate]]\nprinted = "86.9%"', "rate[1].name：缺少这个字段"),
        ("[[rate]]\nname = 3", "rate[1].name：应为文字"),
        ('[[rate]]\nname = " "', "rate[1].name：不能是空的"),
        ('[[rate]]\nname = "满意\\n率"', "rate[1].name：写成一行"),
        ('[[rate]]\nname = "' + "满" * 201 + '"', "最多200个字"),
        (RATE, "rate[1]（满意率）.printed：缺少这个字段"),
        (RATE + 'printed = "86.9%"\npirnted = 3', "pirnted：没有这个字段，是不是 printed"),
        (RATE + 'printed = "86.9%"\n' + RATE, "rate[2]（满意率）.printed"),
        (RATE + 'printed = ""', "printed：照原文写成“86.9%”"),
        (RATE + 'printed = "很高"', "现在是“很高”"),
        (RATE + 'printed = "86.9件"', "printed：照原文写成“86.9%”"),
        (RATE + 'printed = "86.9万"', "printed"),
        (RATE + 'printed = "86.9% 左右"', "printed"),
        (RATE + 'printed = "86,9%"', "printed"),
        (RATE + 'printed = "+86.9%"', "升降写在 [[change]] 里"),
        (RATE + 'printed = "5个百分点"', "百分点写在 [[change]] 里"),
        (RATE + "printed = true", "printed"),
        (RATE + "printed = nan", "现在是“NaN”"),
        (RATE + "printed = inf", "printed"),
        (RATE + "printed = -inf", "printed"),
        (RATE + "printed = 1e999999999", "数太大"),
        (RATE + "printed = 1e-999999999", "最多4位小数"),
        (RATE + "printed = 86.12345", "最多4位小数"),
        (RATE + 'printed = "86.12345%"', "最多4位小数"),
        (RATE + 'printed = "' + "9" * 5000 + '%"', "printed"),
        (RATE + "printed = [86.9]", "printed"),
        (RATE + "printed = 2024-06-01", "printed"),
        (RATE + 'printed = "86.9%"\nn = true', "现在是“true”"),
        (RATE + 'printed = "86.9%"\nn = 1.5', "n：写成整数"),
        (RATE + 'printed = "86.9%"\nn = "1.5件"', "n：写成整数"),
        (RATE + 'printed = "86.9%"\nn = "50%"', "n：写成整数"),
        (RATE + 'printed = "86.9%"\nn = nan', "n：写成整数"),
        (RATE + 'printed = "86.9%"\nn = [3]', "n：写成整数"),
        (RATE + 'printed = "86.9%"\nn = 1000000000001', "n：数太大，最多一万亿"),
        (RATE + 'printed = "86.9%"\nof = []', "of：写成方括号里的一列数"),
        (RATE + 'printed = "86.9%"\nof = [true]', "of：写成整数"),
        (RATE + f'printed = "86.9%"\nof = {[9] * 21}', "of：最多20个"),
        (RATE + 'printed = "86.9%"\nof = [[3]]', "of：写成整数"),
        (RATE + 'printed = "86.9%"\nof = {a = 3}', "of：写成整数"),
        (SUM + "parts = [1]", "total：缺少"),
        (SUM + "total = 1", "sum[1]（合计）.parts：缺少"),
        (SUM + "total = 1\nparts = 1", "parts：写成方括号里的一列数"),
        (SUM + "total = 1\nparts = []", "parts：写成方括号里的一列数"),
        (SUM + 'total = 1\nparts = ["很多"]', "parts：写成整数，或照原文"),
        (SUM + "total = 1\nparts = [0.5, 0.5]", "parts：写成整数，或照原文"),
        (SUM + 'total = 1\nparts = ["50%", "50%"]', "parts：各项与合计要同是件数，或同是率"),
        (SUM + 'total = "3个百分点"\nparts = [1]', "total：各项与合计"),
        (SUM + f"total = 1\nparts = {[1] * (MOST_PARTS + 1)}", "parts：最多1000个"),
        (SUM + "total = 1\nparts = [1]\nof = 1", "of：没有这个字段"),
        (CHANGE + 'printed = "+1%"\nof = 1', "of：没有这个字段"),
        (CHANGE, "change[1]（同比）.printed：缺少"),
        (CHANGE + 'printed = "翻番"', "printed：照原文写成“+11.2%”"),
        (CHANGE + 'printed = "+300件"', "printed"),
        (CHANGE + 'printed = "+1%"\nnow = "85%"\nbase = 80', "base：now与base要同是件数"),
        (CHANGE + 'printed = "+1%"\nnow = "5个百分点"', "now：写成整数"),
        (CHANGE + 'printed = "+1%"\nnow = 1.5', "now：写成整数"),
        (CHANGE + 'printed = "+1%"\nnow = false', "now：写成整数"),
        ((RATE + 'printed = "86.9%"\n') * (MOST_ENTRIES + 1), "rate：最多1000项"),
    ],
)  # fmt: skip
def test_a_bad_file_says_what_is_wrong_where(text: str, says: str) -> None:
    with pytest.raises(BadData) as bad:
        check_bulletin(text)
    assert says in str(bad.value)
    assert len(str(bad.value)) < 400
