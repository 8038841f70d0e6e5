"""Application of core.files (文件)."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "zhichan.core.files"
    label = "files"
    verbose_name = "文件"
