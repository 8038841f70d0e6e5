"""Plans whose page lost its chapter headings: what each paragraph is for, told from its words.

Rule (as found on a plan of this kind and kept general): the measures begin below the last
statement of goals (到20XX年…, its dashes, the indicator table and its notes); above them stand
background, guidance and goals. They end above the closing paragraphs, the last ones of the
document, whose first sentences speak of leadership, money, propaganda or appraisal. Between,
every paragraph is a measure of its own; a numbered title takes the one paragraph below it, and
no more, because the heading that would end its body is lost too.
"""

from __future__ import annotations

import re

from zhichan.rooms.plan.reading.boxes import BoxRegion
from zhichan.rooms.plan.reading.columns import is_note
from zhichan.rooms.plan.reading.lines import Line
from zhichan.rooms.plan.reading.model import Role
from zhichan.rooms.plan.reading.numbering import marker_of
from zhichan.rooms.plan.reading.structure.loose import is_answered
from zhichan.rooms.plan.reading.structure.purposes import ends_with_clause
from zhichan.rooms.plan.reading.structure.tree import LOOSE_RANK, Node, Piece
from zhichan.rooms.plan.reading.tables import TableRegion

_GOAL = re.compile(
    r"(?:力争|争取|确保|计划)?(?:(?:到|至)(?:20\d\d年|“?十[二三四五六]五”?(?:期?末|结束))|20\d\d年?(?:至|到|-{1,2})20\d\d年"
    r"|(?:20\d\d年)?[^,。;:]{0,20}(?:总体要求|总体思路|(?:总体|主要|工作|预期)目标)[是为:]"
    r"|(?:用|通过)[一二两三四五六\d]{1,2}(?:至[三四五])?年(?:左右)?(?:的?(?:时间|努力)))"
)
_CLOSING = re.compile(
    r"领导|组织实施|统筹协调|责任制|财政|资金|经费|投入|考核|评估|监测|监督|督[查导办]|检查|奖惩|落实责任|压实责任|工作责任|宣传引导|舆论氛围|组织保障"
)
_GUIDANCE = re.compile(r"^(?:坚持)?以.{0,30}(?:为指导|思想|理论)|为指导,")
_PREAMBLE = re.compile(
    r"(?:制[定订]|编制)(?:本|此|了)?.{0,12}(?:规[划画]|方案|计[划画]|要点|意见|措施)[。:]?$|特制[定订]"
)
_CLAUSE_LINE = re.compile(
    r"\(?(?:责任|牵头|配合|主办|承办|完成)(?:单位|部门|时限|时间)|\([^()]{2,120}(?:负责|牵头|配合|落实)[^()]{0,20}\)。?$"
)
_MOST_CLOSING = 8
_SHORTEST_MEASURE = 12
_FEWEST_MEASURES = 3


def is_headless(tree: Node) -> bool:
    """Whether no chapter is left: no number above ``1.``, and smaller ones begin again and again."""
    nodes = tree.nodes
    if any(node.rank <= 5 for node in nodes):
        return False
    if not nodes:
        return True
    restarts = sum(node.marker is not None and node.marker.value == 1 for node in nodes)
    return restarts > 1 or nodes[0].rank >= 8


def settle_headless(tree: Node) -> None:
    """Give every paragraph of a plan without headings its role; long bodies go back to the root."""
    tree.parts = [piece for part in tree.parts for piece in _released(part)]
    first = _first_measure(tree.parts)
    closing = _first_closing(tree.parts, first)
    tree.parts = [
        _settled(part, _role(tree.parts, index, first, closing)) for index, part in enumerate(tree.parts)
    ]
    if not _speaks_of_work(tree.parts, first):
        tree.parts = [_unsettled(part) for part in tree.parts]


def settle_last_words(tree: Node) -> None:
    """Make safeguards of closing paragraphs below the last item, if its own words end by naming units."""
    node = tree
    while node.parts and isinstance(node.parts[-1], Node):
        node = node.parts[-1]
    if node is tree or node.role != "measures":
        return
    at = _first_closing(node.parts, 0)
    if at < len(node.parts) and _names_units(node, at):
        tree.parts += [_settled(part, "safeguards") for part in node.parts[at:]]
        node.parts = node.parts[:at]


def _names_units(node: Node, stop: int) -> bool:
    """Whether the words of an item above its part ``stop`` end by naming who answers."""
    body = Node(node.line, node.marker, node.rank, node.parts[:stop])
    last = body.parts[-1] if body.parts else node.line
    return ends_with_clause(body) or (isinstance(last, Line) and is_answered(last))


def _role(parts: list[Piece], index: int, first: int, closing: int) -> Role:
    if index < first:
        return _early_role(parts[index])
    return "safeguards" if index >= closing else "measures"


def _settled(part: Piece, role: Role) -> Piece:
    if isinstance(part, Node):
        part.role = role
    elif isinstance(part, Line) and (role not in ("measures", "safeguards") or _is_sentence(part.folded)):
        return Node(part, None, LOOSE_RANK, role=role)
    return part


def _unsettled(part: Piece) -> Piece:
    return part.line if isinstance(part, Node) and part.rank == LOOSE_RANK and part.line else part


def _is_loose(part: Piece) -> bool:
    return isinstance(part, Node) and part.rank == LOOSE_RANK


def _speaks_of_work(parts: list[Piece], first: int) -> bool:
    """Whether there is more than a notice or a report: goals above, items, clauses on units, many measures.

    Paragraphs around a table of duties are no measures: the rows are.
    """
    if any(isinstance(part, TableRegion) and part.assigns_duties for part in parts):
        return False
    rest = parts[first:]
    marked = any(isinstance(part, BoxRegion) or (isinstance(part, Node) and part.marker) for part in rest)
    answered = any(isinstance(part, Node) and ends_with_clause(part) for part in rest)
    return first > 0 or marked or answered or sum(map(_is_loose, rest)) >= _FEWEST_MEASURES


def _is_sentence(folded: str) -> bool:
    """A measure is said in a sentence; other lines are captions, notes or what a page left over."""
    return len(folded) >= _SHORTEST_MEASURE and folded[-1] in "。;)!" and not is_note(folded)


def _released(part: Piece) -> list[Piece]:
    """A numbered node with its one paragraph, then what stood below it."""
    if not isinstance(part, Node):
        return [part]
    kept = 0 if _has_body(part) else 1
    while kept < len(part.parts) and isinstance(part.parts[kept], Line) and _is_clause(part.parts[kept]):
        kept += 1
    if not part.parts or not isinstance(part.parts[0], Line | Node):
        kept = 0
    rest = part.parts[kept:]
    part.parts = part.parts[:kept]
    return [part, *(piece for other in rest for piece in _released(other))]


def _has_body(node: Node) -> bool:
    return "。" in node.words.rstrip("。")


def _is_clause(part: Piece) -> bool:
    return isinstance(part, Line) and len(part.folded) < 160 and bool(_CLAUSE_LINE.match(part.folded))


def _first_measure(parts: list[Piece]) -> int:
    """The first part below the last statement of goals, or below preamble and guidance."""
    numbered = next((i for i, part in enumerate(parts) if isinstance(part, Node | BoxRegion)), len(parts))
    last = -1
    for index, part in enumerate(parts[:numbered]):
        if isinstance(part, TableRegion) or (isinstance(part, Line) and _sets_goal(part, parts[:index])):
            last = index
    if last < 0:
        for index, part in enumerate(parts[:numbered]):
            if isinstance(part, Line) and (_GUIDANCE.search(part.folded) or _PREAMBLE.search(part.folded)):
                last = index
    return last + 1


def _sets_goal(line: Line, above: list[Piece]) -> bool:
    """A paragraph that opens with the target year, a dash below one, or its continuation."""
    if _GOAL.match(line.folded) or is_note(line.folded):
        return True
    dash = marker_of(line.folded)
    if dash and dash.system == "dash":
        return True
    before = above[-1] if above else None
    if not isinstance(before, Line):
        return False
    marked = marker_of(before.folded)
    titled = before.folded.rstrip("。:;")
    return bool(marked and marked.system == "dash" and len(titled) < 30 and "。" not in titled)


def _first_closing(parts: list[Piece], first: int) -> int:
    """Where the run of closing paragraphs at the end begins."""
    index = len(parts)
    while index > first and len(parts) - index < _MOST_CLOSING:
        part = parts[index - 1]
        if not isinstance(part, Line) or not _closes(part.folded):
            break
        index -= 1
    return index


def _closes(folded: str) -> bool:
    return bool(_CLOSING.search(re.split(r"[。;]", folded, maxsplit=1)[0]))


def _early_role(part: Piece) -> Role:
    if isinstance(part, TableRegion | BoxRegion):
        return "goals"
    words = part.words if isinstance(part, Node) else part.folded
    if _GOAL.match(words) or words.startswith("-"):
        return "goals"
    return "guidance" if _GUIDANCE.search(words) or _PREAMBLE.search(words) else "background"
