"""The knowledge base: classes, articles, their reviews, and what answers were drawn from them."""

from knowledge.models.article import Article, State
from knowledge.models.change import ArticleChange
from knowledge.models.citation import Citation
from knowledge.models.classes import Class, Subclass
from knowledge.models.review import Review

__all__ = ["Article", "ArticleChange", "Citation", "Class", "Review", "State", "Subclass"]
