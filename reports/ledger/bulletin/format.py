"""How a bulletin is typed in: the words of --help and of the page, with an example that is checked
as it stands."""

EXAMPLE = """\
[[rate]]
name = "满意率"
n = 1113
of = 1281                 # 可以不写，或写几个可能的分母：[1281, 1262]
printed = "86.9%"         # 照原文带单位；只写数（86.9）作百分数

[[rate]]
name = "接通率"
n = 18851
of = 19668
printed = "95.84%"

[[sum]]
name = "有效来电"
parts = [964, 318]
total = 1282              # 也可照原文写成 "25.9万件"

[[change]]
name = "受理量同比"
now = 71266
base = 64085
printed = "+11.2%"        # 下降写 "-3.5%" 或 "下降3.5%"

[[change]]
name = "满意率同比"
now = "86.43%"
base = "86.08%"
printed = "+0.35个百分点"  # 率比百分点，件数比百分数
"""

RULES = """\
件数写整数，或照原文写 "25.9万件"；全角字符、千分位逗号也认。n、of、now、base 没有就不写。
核对结论（verdict）：
  ok          相符：分项是整数，四舍五入到公布的位数正是公布数
  rounded     取整，相符：分项或公布数以“万”取整（或是取整的率），在取整范围内相符
  truncated   截尾：四舍五入得不出，截去尾数才得出；通报别处四舍五入的，一并指出
  conflict    矛盾：得不出；fits 列出能得出公布数的分母（同比、环比是基数），至多5个
  impossible  不可能：下降超过100%、分子比分母大、分母是0、负的件数、率超过100%
  no-parts    无分项：没有可核对的数；有分子没分母的，fits 列出能得出公布数的分母
合计不等于各项之和的，写明差多少；差的正好是其中一项的，指出是哪一项。
"""

FORMAT = f"""\
通报里的数一项一项照原文写进TOML文件，核对各数是否由它自己的分项得出。例：

{EXAMPLE}
{RULES}
输出 JSON（--json）：每项一个对象，name、verdict、value（复算的数，按公布的单位）、fits（分母），
另有 kind、printed、unit、shown、note、verdict_words。
退出码：0 都相符或无分项，1 有截尾、矛盾或不可能，2 输入有误。
"""
