"""What must hold on this machine before the hotline opens: the pages' files, a place to write."""

import os
import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.checks import CheckMessage, Error, Tags, Warning, register

NEEDED = ("vendor/tabler.min.css", "vendor/icons.svg", "vendor/echarts.min.js")


@register(Tags.staticfiles)
def assets_are_fetched(**_: Any) -> list[CheckMessage]:
    """hotline.W001: a style sheet or the icons are missing, the pages would look bare."""
    missing = [name for name in NEEDED if finders.find(name) is None]
    if not missing:
        return []
    return [
        Warning(f"缺前端文件：{'、'.join(missing)}", hint="运行 make assets", id="hotline.W001")
    ]


@register(Tags.files)
def attachments_can_be_written(**_: Any) -> list[CheckMessage]:
    """hotline.E002: attachments have no folder that this user may write to."""
    folder = Path(settings.ATTACHMENTS)
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    if nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK):
        return []
    hint = "把 ATTACHMENTS 设成一个当前用户能写的目录，或改它的属主"
    return [Error(f"附件目录 {folder} 写不进去", hint=hint, id="hotline.E002")]


@register()
def area_code_is_one(**_: Any) -> list[CheckMessage]:
    """hotline.E003: the area code is none, local numbers would be completed wrongly."""
    if re.fullmatch(r"0\d{2,3}", settings.AREA_CODE, re.ASCII):
        return []
    hint = "写成 0 开头的三位或四位数字，例如 0743"
    return [Error(f"AREA_CODE={settings.AREA_CODE!r} 不是区号", hint=hint, id="hotline.E003")]
