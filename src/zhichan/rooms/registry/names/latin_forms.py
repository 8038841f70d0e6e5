"""Company forms and usual abbreviations in names of Latin letters."""

from __future__ import annotations

_LONG_FORMS = (
    "univ:university tech:technology technol:technology technologies:technology inst:institute res:research "
    "dev:development ind:industries inds:industries intl:international mfg:manufacturing lab:laboratory "
    "labs:laboratories elec:electric mach:machinery pharm:pharmaceutical pharma:pharmaceutical sci:science "
    "eng:engineering sys:systems dept:department hosp:hospital found:foundation assoc:association "
    "nat:national natl:national gen:general chem:chemical grp:group bros:brothers amer:american "
    "prod:products us:usa equip:equipment serv:services min:ministry "
    "limited:ltd incorporated:inc corporation:corp company:co "
    "aktiengesellschaft:ag gesellschaft:ges"
)
_ABBREVIATIONS = dict(pair.split(":") for pair in _LONG_FORMS.split())
_ONE_WORD = "ltd inc corp co llc llp lp plc kg ag sa nv bv spa srl sarl sas ab oy oyj gmbh as aps se kk"
_FORMS = {form: form for form in _ONE_WORD.split()} | {
    "co ltd": "co ltd",
    "ltd co": "co ltd",
    "private ltd": "ltd",
    "pvt ltd": "ltd",
    "pte ltd": "ltd",
    "pty ltd": "ltd",
    "co inc": "inc",
    "mbh": "gmbh",
    "gmbh and co kg": "gmbh co kg",
    "gmbh co kg": "gmbh co kg",
    "kabushiki kaisha": "kk",
    "kabushikikaisha": "kk",
}
_LONGEST = 4
FORMS = frozenset(_FORMS)


def expanded(word: str) -> str:
    """Forms in their short spelling, other words in their long one."""
    return _ABBREVIATIONS.get(word, word)


def form_at_end(words: list[str]) -> tuple[list[str], str]:
    """The words before the form and the form, several endings taken as one; a name of forms only has none."""
    rest = words
    forms: list[str] = []
    while found := _one_form(rest):
        rest = rest[: -len(found.split())]
        forms.insert(0, _FORMS[found])
    return rest, " ".join(forms)


def _one_form(words: list[str]) -> str | None:
    for length in range(min(_LONGEST, len(words) - 1), 0, -1):
        if (ending := " ".join(words[-length:])) in _FORMS:
            return ending
    return None
