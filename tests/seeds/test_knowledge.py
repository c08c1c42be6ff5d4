"""The knowledge base of the files: its classes, its articles, and the demo's, kept up and used."""

import re
import shutil
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from knowledge.models import Article, Class, Review, State, Subclass
from orders.models import Category
from orders.tables import BadData
from seeds.demo_knowledge import PUBLISHED, keep_citations, write_articles
from seeds.knowledge import ArticleSpec, read_articles, read_classes
from seeds.load import load
from seeds.reference import FOLDER, read_reference
from tests.factories import moment
from units import demo

NOON = moment("2026-11-25 12:00")
CLASSES = [
    "机构查询",
    "服务指南",
    "行政执法",
    "便民服务",
    "法律法规",
    "常见问题",
    "其他信息",
    "基本服务",
]


def articles(folder: Path = FOLDER) -> tuple[ArticleSpec, ...]:
    known = {one.code for one in read_classes(folder).subclasses}
    return read_articles(folder, known, {one.code for one in read_reference().categories})


@pytest.fixture
def county(db: None) -> None:
    load()
    demo.create(production=False, environ={})


def test_there_are_the_eight_classes_and_fifty_one_parts_of_the_document() -> None:
    found = read_classes(FOLDER)
    assert [one.name for one in found.classes] == CLASSES
    assert len(found.subclasses) == 51
    assert {one.parent_id for one in found.subclasses} == {one.code for one in found.classes}


def test_the_articles_name_nobody_and_no_place() -> None:
    for one in articles():
        assert not re.search(r"\d{6,}", one.body), one.title
        assert not re.search("永顺|岳阳|咸宁|益阳|连云港|湖南|湖北", one.title + one.body), (
            one.title
        )
        assert 40 <= len(one.body) <= 400, one.title
    assert len(articles()) >= 40
    assert len({one.subclass[:2] for one in articles()}) == 8


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("knowledge.toml", '["01"]', '["1"]', "分类代码是两位数字，“1”不是"),
        ("knowledge.toml", '01 = "市直部门"', 'a = "市直部门"', "分类代码是两位数字，“a”不是"),
        ("knowledge.toml", '"服务指南"', '"机构查询"', "“机构查询”写了两次"),
        ("knowledge.toml", '02 = "县区和乡镇"', '02 = "市直部门"', "“市直部门”写了两次"),
        ("knowledge.toml", 'name = "机构查询"', 'title = "机构查询"', "name：缺少这个字段"),
        (
            "articles.toml",
            'subclass = "01.01"',
            'subclass = "01.77"',
            "没有代码是“01.77”的知识分类",
        ),
        ("articles.toml", 'category = "14.01"', 'category = "77"', "没有代码是“77”的类别"),
        ("articles.toml", "months = 3", "months = 4", "months：只能是 3、6、12、24"),
        ("articles.toml", 'subclass = "01.02"', 'sub = "01.02"', "subclass：缺少这个字段"),
        ("articles.toml", "乡镇街道便民服务中心能办什么", "查办事部门的电话和地址", "写了两次"),
    ],
)
def test_a_slip_of_the_pen_is_told_with_its_place(
    tmp_path: Path, file: str, old: str, new: str, words: str
) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "reference"))
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadData, match=re.escape(words)) as bad:
        articles(folder)
    assert str(bad.value).startswith(f"{file}：")


def test_classes_are_loaded_once_and_renamed_by_the_file(db: None) -> None:
    load()
    Class.objects.filter(pk="01").update(name="机构")
    Class.objects.create(code="99", name="本市自己的")
    load()
    assert list(Class.objects.order_by("code").values_list("name", flat=True)) == [
        *CLASSES, "本市自己的",
    ]  # fmt: skip
    assert Subclass.objects.count() == 51


def test_the_demo_has_a_base_that_was_kept_up_and_is_written_once(county: None) -> None:
    count = write_articles(NOON)
    assert count == len(articles()) == Article.objects.count()
    states = Counter(Article.objects.values_list("state", flat=True))
    assert states == {State.PUBLISHED: count - 4, State.DRAFT: 3, State.WITHDRAWN: 1}
    used = Article.objects.filter(state=State.PUBLISHED)
    late = used.filter(review_due__lt=NOON.date()).count()
    assert 0 < late < count / 5
    assert Review.objects.count() > count
    assert Review.objects.filter(at__gte=NOON).count() == 0
    assert used.filter(published_at__gt=NOON - timedelta(days=PUBLISHED[0] - 2)).count() == 0
    assert used.filter(unit__isnull=False).exists()
    assert write_articles(NOON + timedelta(days=1)) == 0
    assert Article.objects.count() == count


def test_what_answers_were_drawn_from_is_kept_once(county: None) -> None:
    write_articles(NOON)
    assert keep_citations([]) == 0
    assert Category.objects.filter(article__isnull=False).exists()
