"""One invented plan in every dress it may come in: txt, html, docx, pdf, other encodings, other signs.

``PLAN`` is our own text of a fictional district. A line that ends with `` |`` is a table row.
Property tests read each rendering and compare what was found.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby

import docx
import opencc

from tests.rooms.plan.reading.pdf_writer import HEIGHT, WIDTH, PdfSheet, pdf_bytes

PLAN = """云泽市青禾区人民政府办公室关于印发《青禾区“十四五”知识产权发展规划》的通知
青禾政办发〔2021〕27号
各镇人民政府、街道办事处，区政府各部门：
《青禾区“十四五”知识产权发展规划》已经区政府第8次常务会议审议通过，现印发给你们，请认真组织实施。
云泽市青禾区人民政府办公室
2021年11月18日
青禾区“十四五”知识产权发展规划
为加强知识产权保护和运用，根据《云泽市“十四五”知识产权规划》（云政发〔2021〕15号），结合我区实际，制定本规划。
一、发展基础
“十三五”期间，全区专利授权量累计达到2100件，商标有效注册量比2015年增长1.6倍，知识产权工作迈上新台阶。
二、发展目标
到2025年，全区知识产权创造质量、保护效果和运用效益明显提升，培育知识产权优势企业12家，建成商标品牌指导站6个以上。
表1 “十四五”时期知识产权发展主要指标
指标 | 单位 | 2020年 | 2025年 | 属性 |
有效发明专利拥有量 | 件 | 420 | 800 | 预期性 |
有效注册商标量 | 万件 | 0.9 | 1.5 | 预期性 |
知识产权质押融资登记金额 | 亿元 | 1.2 | 3 | 预期性 |
规模以上企业专利拥有率 | % | 35 | 60 | 约束性 |
三、主要任务
（一）提升知识产权创造质量
1.培育高价值专利。围绕智能农机、生物育种等重点产业，组建高价值专利培育中心，每年新增高价值发明专利30件以上。（区科技局牵头，区工业和信息化局、区农业农村局配合；2023年12月底前完成）
2.推动商标品牌建设。支持企业注册集体商标和证明商标，2025年底前培育区域公共品牌3个。（区市场监管局、区农业农村局按职责分工负责；持续推进）
（二）强化知识产权保护
3.健全行政保护机制。开展重点领域专项执法行动，完善跨部门案件移送制度。（区市场监管局负责；持续推进）
4.加强司法保护。推进知识产权案件集中审理，完善诉调对接机制。（区法院、区检察院、区公安分局按职责分工负责；2022年6月底前完成）
专栏1 知识产权强企工程 |
1.对首次通过知识产权管理体系认证的企业，给予一次性奖励5万元。
2.对获得中国专利奖的企业，每项给予10万元至30万元奖励。 |
四、保障措施
（一）加强组织领导。发挥区知识产权工作领导小组作用，研究解决重大问题。
（二）加大资金投入。将知识产权经费纳入区财政预算，制定出台《青禾区知识产权专项资金管理办法》。
"""

_HEADING = re.compile(r"^(?:([一二三四五六七八九十]+、)|([（(][一二三四五六七八九十]+[）)])(?!.*。))")

Table = list[list[list[str]]]
"""Rows of cells of paragraphs."""


def pieces_of(text: str) -> list[str | Table]:
    """The lines and tables of a text, in order; a row of one cell may have several lines."""
    pieces: list[str | Table] = []
    lines = text.splitlines()
    place = 0
    while place < len(lines):
        end = _table_end(lines, place)
        if end > place:
            pieces.append(_table(lines[place:end]))
            place = end
        else:
            pieces.append(lines[place])
            place += 1
    return pieces


def _table_end(lines: Sequence[str], start: int) -> int:
    """Where the table that begins at ``start`` ends: its rows end with a bar or run on to one that does."""
    if not lines[start].endswith(" |"):
        return start
    columns = lines[start].count(" |")
    end = start + 1
    while (
        end < len(lines) and lines[end].endswith(" |") and min(lines[end].count(" |"), 2) == min(columns, 2)
    ):
        end += 1
    if end == start + 1 and columns == 1:  # a box whose content runs to the next closing bar
        closing = next((at for at in range(end, len(lines)) if lines[at].endswith(" |")), None)
        return end if closing is None else closing + 1
    return end


def _table(lines: Sequence[str]) -> Table:
    if lines[0].count(" |") > 1:
        return [[[cell.strip()] for cell in line.removesuffix("|").split(" | ")] for line in lines]
    rows = [[[line.removesuffix(" |")]] for line in lines]
    if len(lines) > 2 and not lines[1].endswith(" |"):  # one cell of several lines
        return [rows[0], [[cell[0][0] for cell in rows[1:]]]]
    return rows


def as_html(text: str, *, charset: str = "utf-8", chrome: bool = True) -> bytes:
    """A page of a government site; ``chrome`` adds menu, breadcrumb, tool bar and footer."""
    body = "\n".join(_html_piece(piece) for piece in pieces_of(text))
    before = _HTML_BEFORE if chrome else ""
    after = _HTML_AFTER if chrome else ""
    page = f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>政府网站</title>{_SCRIPT}</head>'
    page += f'<body>{before}<div class="article">{body}</div>{after}</body></html>'
    return page.encode(charset)


_SCRIPT = "<script>var page = '<p>不是正文</p>';</script><style>p { margin: 0 }</style>"
_HTML_BEFORE = (
    "<div class='top'>无障碍 | 简体 | 繁体</div><nav><ul><li>首页</li><li>政务公开</li></ul></nav>"
    "<div>当前位置：首页 &gt; 政务公开 &gt; 规划计划</div>"
    "<div>发布时间：2021-12-03 来源：区政府办 浏览次数：18</div>"
    "<div style='display: none'>隐藏的文字</div>"
)
_HTML_AFTER = (
    "<div>扫一扫在手机打开当前页</div><div>打印 关闭</div><footer><p>主办：青禾区人民政府办公室</p>"
    "<p>网站标识码：9900000001 版权所有</p></footer>"
)


def _html_piece(piece: str | Table) -> str:
    if isinstance(piece, str):
        heading = _HEADING.match(piece)
        tag = "p" if not heading else "h2" if heading[1] else "h3"
        return f"<{tag}>&emsp;&emsp;{html.escape(piece, quote=False)}</{tag}>"
    rows = (
        "".join(f"<td>{''.join(f'<p>{html.escape(p, quote=False)}</p>' for p in cell)}</td>" for cell in row)
        for row in piece
    )
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


@cache
def as_docx(text: str, *, headings: bool = True) -> bytes:
    """A Word document; ``headings`` gives chapters Word's heading styles."""
    document = docx.Document()
    for piece in pieces_of(text):
        if isinstance(piece, str):
            heading = _HEADING.match(piece) if headings else None
            if heading:
                document.add_heading(piece, level=1 if heading[1] else 2)
            else:
                document.add_paragraph(piece)
        else:
            _add_table(document, piece)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _add_table(document: docx.document.Document, rows: Table) -> None:
    table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
    for row, cells in zip(table.rows, rows, strict=True):
        for place, paragraphs in enumerate(cells):
            row.cells[place].text = paragraphs[0]
            for paragraph in paragraphs[1:]:
                row.cells[place].add_paragraph(paragraph)


def as_pdf(text: str, *, size: float = 16, running_head: str = "", pages: int = 0) -> bytes:
    """A PDF as an office would print it; ``pages`` repeats the text until there are that many pages."""
    press = _Press(size, running_head)
    for piece in pieces_of(text):
        press.put(piece)
    while len(press.sheets) < pages:
        for piece in pieces_of(text):
            press.put(piece)
    press.number_pages()
    return pdf_bytes(press.sheets)


@dataclass
class _Press:
    """Sets paragraphs and tables, two characters in, on sheets with page numbers."""

    size: float
    running_head: str
    sheets: list[PdfSheet] = field(default_factory=list)
    y: float = 0

    left = 80.0
    top = 742.0
    bottom = 110.0

    def put(self, piece: str | Table) -> None:
        if isinstance(piece, str):
            self._paragraph(piece)
        else:
            self._table(piece)

    def number_pages(self) -> None:
        for number, sheet in enumerate(self.sheets, 1):
            sheet.text(WIDTH / 2 - 30, 60, 14, f"— {number} —")
            if self.running_head:
                sheet.text(self.left, HEIGHT - 50, 10, self.running_head)

    def _paragraph(self, text: str) -> None:
        width = self._characters_a_line()
        rest = "　　" + text
        while rest:
            line, rest = rest[:width], rest[width:]
            x = self.left + self.size * (len(line) - len(line.lstrip("　")))
            self._sheet(self._pitch()).text(x, self.y, self.size, line.lstrip("　"))

    def _table(self, rows: Table) -> None:
        columns = max(map(len, rows))
        size = 10.0
        width = self._characters_a_line() * self.size / columns
        in_cell = int((width - 6) // size)
        for row in rows:
            lines = [[chunk for p in cell for chunk in _chunks(p, in_cell)] for cell in row]
            height = max(map(len, lines)) * size * 1.5 + 6
            sheet = self._sheet(height)
            for place, cell in enumerate(lines):
                x = self.left + place * width
                sheet.box(x, self.y, width, height)
                for number, line in enumerate(cell):
                    sheet.text(x + 3, self.y + height - 3 - (number + 1) * size * 1.5 + 4, size, line)
        self.y -= 6

    def _sheet(self, height: float) -> PdfSheet:
        """The sheet on which ``height`` more points fit, with ``y`` moved down by as much."""
        if not self.sheets or self.y - height < self.bottom:
            self.sheets.append(PdfSheet())
            self.y = self.top
        self.y -= height
        return self.sheets[-1]

    def _pitch(self) -> float:
        return self.size * 1.75

    def _characters_a_line(self) -> int:
        return int((WIDTH - 2 * self.left) // self.size)


def _chunks(text: str, width: int) -> list[str]:
    return [text[start : start + width] for start in range(0, len(text), width)]


def rewrapped(text: str, width: int, *, indent: str = "　　") -> str:
    """The same text with hard line ends every ``width`` characters, paragraphs two characters in."""
    lines = []
    for line in text.splitlines():
        if line.endswith(" |") or len(line) <= width:
            lines.append(line if line.endswith(" |") else indent + line)
        else:
            lines.extend(_chunks(indent + line, width))
    return "\n".join(lines) + "\n"


def full_width(text: str) -> str:
    """Figures, letters and punctuation as full-width forms, bars of tables left alone."""
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" and sign != "|" else sign for sign in text)


def half_width(text: str) -> str:
    """Full-width punctuation as ASCII."""
    return "".join(chr(ord(sign) - 0xFEE0) if "！" <= sign <= "～" else sign for sign in text)


def with_brackets(text: str, opening: str, closing: str) -> str:
    """Round full-width brackets replaced by another kind."""
    return text.replace("（", opening).replace("）", closing)


def with_blank_lines(text: str) -> str:
    """A blank line after every line, as pages copied from a browser have."""
    return "".join(f"{line}\n\n" for line in text.splitlines())


def traditional(text: str, *, taiwan_wording: bool = False) -> str:
    """The text in traditional characters, as a converter writes them."""
    return _converter("s2twp" if taiwan_wording else "s2tw").convert(text)


_converter = cache(opencc.OpenCC)  # 100 ms to make one


def flattened_tables(text: str) -> str:
    """Tables of several columns with each cell on a line of its own, as many pages leave them."""
    lines = []
    for is_row, group in groupby(text.splitlines(), key=lambda line: line.count(" |") > 1):
        for line in group:
            lines.extend([cell.strip() for cell in line.removesuffix("|").split(" | ")] if is_row else [line])
    return "\n".join(lines) + "\n"
