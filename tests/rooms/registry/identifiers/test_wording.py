"""Refusals in words; and that nothing else in the package needs Django."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import zhichan
from zhichan.core.errors import InvalidInput
from zhichan.rooms.registry.identifiers import (
    classifications,
    organisations,
    patent_applications,
    persons,
)
from zhichan.rooms.registry.identifiers.refusals import Family, IdentifierRefused, Reason, refused
from zhichan.rooms.registry.identifiers.wording import invalid_input, refusal_message

MODULES = sorted(
    path.stem for path in Path(patent_applications.__file__).parent.glob("*.py") if path.stem != "__init__"
)


def refusal_of(read, text: str) -> IdentifierRefused:
    with pytest.raises(IdentifierRefused) as caught:
        read(text)
    return caught.value


@pytest.mark.parametrize(
    ("read", "text", "message"),
    [
        (
            patent_applications.parse,
            "202310999716.5",
            "专利申请号“202310999716.5”的校验码不对（第13位），应为：6",
        ),
        (patent_applications.parse, "", "专利申请号没有填写"),
        (
            organisations.parse,
            "11120223O00200715W",
            "统一社会信用代码“11120223O00200715W”含有不允许的字符（第9位），应为：0",
        ),
        (organisations.parse, "123", "统一社会信用代码“123”的位数不对，应为18位"),
        (
            persons.check_number,
            "360426199101010072",
            "公民身份号码“36***************2”的校验码不对（第18位），应为：1",
        ),
        (classifications.parse, "100%", "国际专利分类号“100%”的写法不对"),
    ],
)
def test_a_message_says_what_is_written_what_is_wrong_and_what_is_right(read, text, message):
    assert refusal_message(refusal_of(read, text)) == message


@pytest.mark.parametrize("reason", Reason)
def test_every_family_and_reason_has_words(reason):
    for family in Family:
        message = refusal_message(refused(family, reason, "写的", "对的", 3))
        assert "%" not in message
        assert ("写的" in message) == (reason is not Reason.EMPTY)
    assert "没有填写" in refusal_message(refused(family, reason, " "))


def test_pages_and_the_api_get_an_error_they_know():
    error = invalid_input(refusal_of(patent_applications.parse, "202310999716.5"), field="application_number")
    assert isinstance(error, InvalidInput)
    assert error.specific_code == "patent_application.wrong_check"
    assert error.details["field"] == "application_number"
    assert "应为：6" in error.message


def test_the_package_is_imported_without_django():
    names = ", ".join(f"zhichan.rooms.registry.identifiers.{module}" for module in MODULES)
    source = Path(zhichan.__file__).parent.parent
    script = (
        f"import sys; sys.path.insert(0, {str(source)!r}); import {names}; sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
