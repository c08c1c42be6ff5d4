"""Addresses of the knowledge base; those of one article begin with its number."""

from django.urls import path, register_converter

from knowledge.views import reading, writing


class ArticleConverter:
    """An article's number; anything else is no address of ours."""

    regex = "ZS[0-9]{6}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ArticleDeedConverter(ArticleConverter):
    """What is done to an article by a press."""

    regex = "|".join(writing.DEEDS)


register_converter(ArticleConverter, "article")
register_converter(ArticleDeedConverter, "article_deed")

app_name = "knowledge"
urlpatterns = [
    path("knowledge/", reading.article_list, name="list"),
    path("knowledge/find/", reading.find, name="find"),
    path("knowledge/new/", writing.new, name="new"),
    path("knowledge/<article:number>/", reading.article, name="article"),
    path("knowledge/<article:number>/edit/", writing.edit, name="edit"),
    path("knowledge/<article:number>/withdraw/", writing.withdraw, name="withdraw"),
    path("knowledge/<article:number>/<article_deed:deed>/", writing.act, name="act"),
]
