"""Templates are written out for one language as they are loaded, and say the same as before."""

from __future__ import annotations

import pytest
from django.template import Engine
from django.utils.translation import override

from zhichan.web.specialised import specialised

WRITTEN = """{% load i18n static %}<a href="{% url 'more' %}">{% icon "x" %}{% translate "保存" %}</a>
<link href="{% static 'zhichan/zhichan.css' %}">{% translate '100%% 完成' %}"""


SENTENCES = """{% load i18n %}{% blocktranslate with n=count label=words trimmed %}
  {{ label }}：{{ n }} 条未读
{% endblocktranslate %}|{% blocktranslate trimmed %}{{ words }}的全部取值{% endblocktranslate %}|
{% blocktranslate with n=rows|join:"、" trimmed %}100% {{ n }} {{ absent }}{% endblocktranslate %}|
{% blocktranslate with n=count trimmed %}{{ n }} 条未读{% endblocktranslate %}"""


def plain(source: str, **values: object) -> str:
    """What Django itself makes of a template, nothing written out beforehand."""
    engine = Engine(
        libraries={
            "i18n": "django.templatetags.i18n",
            "static": "django.templatetags.static",
        },
        builtins=["zhichan.web.templatetags.zhichan"],
    )
    from django.template import Context

    return engine.from_string(source).render(Context(values))


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_a_template_says_the_same_written_out(language):
    with override(language):
        written = specialised(WRITTEN)
        assert plain(written) == plain(WRITTEN)
        assert "translate" not in written
        assert "url" not in written


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_a_sentence_says_the_same_written_out_around_its_values(language):
    values = {"count": 1234, "words": "<权利人> & 其他%", "rows": ["<b>", "二"]}
    with override(language):
        written = specialised(SENTENCES)
        assert plain(written, **values) == plain(SENTENCES, **values)
        assert "blocktranslate" not in written
        assert ("1234 unread" in plain(written, **values)) == (language == "en")


def test_each_language_has_its_own_words():
    with override("en"):
        assert "Save" in specialised(WRITTEN)
    with override("zh-hans"):
        assert "保存" in specialised(WRITTEN)


@pytest.mark.parametrize(
    "left",
    [
        "{% translate words %}",
        '{% translate "保存" as saved %}',
        "{% url 'plan:task' task.pk %}",
        "{% url 'no_such_page' %}",
        '{% icon "no-such-icon" %}',
        "{% icon room.icon %}",
        "{% blocktranslate count n=count trimmed %}{{ n }} 条{% plural %}{{ n }} 条{% endblocktranslate %}",
        "{% blocktranslate with n=count asvar told trimmed %}{{ n }} 条{% endblocktranslate %}",
        "{% blocktranslate with n=count %}{{ n }} 条{% endblocktranslate %}",
    ],
)
def test_what_is_not_fixed_stays(left):
    assert specialised(left) == left


@pytest.mark.django_db
def test_a_page_comes_in_the_language_of_each_request(client):
    first = client.get("/account/login/", headers={"accept-language": "en"}).content.decode()
    second = client.get("/account/login/", headers={"accept-language": "zh-hans"}).content.decode()
    assert "Sign in" in first
    assert "登录" in second
    assert "Sign in" not in second
