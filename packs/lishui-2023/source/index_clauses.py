"""Rebuild clauses.yaml from the text beside this file: `python packs/lishui-2023/source/index_clauses.py`.

The words, places and parents come from the text; titles are kept from the clauses.yaml that is there,
because people write those. Nothing runs this by itself: clauses.yaml is committed and is what the pack
loads. Run it after the text was replaced by another edition, then read the difference.

How the text is cut: a heading owns its own line and the paragraphs under it up to the next heading, so
that all texts, one after the other, are the document again. Two kinds of row stand outside that chain:
`merged_with` repeats the cell that a merged cell of annex 1 belongs to, and `inline` names a part of a
sentence that its parent already holds.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
SOURCE = HERE / "lishui-anxin-2023-draft.txt"
TARGET = HERE.parent / "clauses.yaml"
HEADLINE = "# Every clause of the document, in order. Rebuilt by source/index_clauses.py; titles are ours.\n"

LEVELS = (
    re.compile(r"([一二三四五六七八九十]+)、(?P<rest>.*)"),
    re.compile(r"（([一二三四五六七八九十]+)）(?P<rest>.*)"),
    re.compile(r"(\d+)\.(?P<rest>.*)"),
    re.compile(r"（(\d+)）(?P<rest>.*)"),
)
IDS = ("{}", "({})", "{}", "({})")
PLACES = ("{}、", "（{}）", "{}.", "（{}）")
COLUMNS = ("燃烧器具", "配套管阀", "输送管道", "泄漏安全保护装置", "智能表", "其他")
INLINE = (
    ("一是", r"一是(.*?)；"),
    ("二是", r"二是(.*?)；"),
    ("三是", r"三是([^（]*)"),
    ("但书", r"（(2023年10月1日以后管网未覆盖.*?)）"),
)
UNNUMBERED = {  # paragraphs without a number, known by their first four characters: id, title, place
    "为进一步": ("引言", "制定依据", "引言"),
    "农村燃气": ("附则1", "农村用户参照执行", "附则 第1款"),
    "本意见自": ("附则2", "施行日期和有效期", "附则 第2款"),
    "附件：1": ("附件目录", "附件目录", "附件目录"),
}
Cell = list[str]  # the lines of a table cell; the first may be empty


@dataclass
class Row:
    """One clause as it goes to clauses.yaml."""

    id: str
    title: str
    place: str
    parent: str | None
    lines: list[str] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)

    def as_dict(self, titles: dict[str, dict[str, str]]) -> dict[str, Any]:
        """The row, with the titles that people gave it."""
        kept = titles.get(self.id, {})
        return {
            "id": self.id,
            "title": kept.get("title", self.title),
            "title_en": kept.get("title_en", ""),
            "place": self.place,
            "parent": self.parent,
            **self.more,
            "text": "\n".join(self.lines),
        }


def main() -> None:
    """Write clauses.yaml anew."""
    lines = SOURCE.read_text(encoding="utf-8").splitlines()
    starts = [number for number, line in enumerate(lines) if re.fullmatch(r"附件\d", line)]
    _, first, second, third = starts  # the first one is the document's own: it was sent as an annex
    rows = [
        *body(lines[:first]),
        *annex_one(lines[first:second]),
        *annex_two(lines[second:third]),
        *annex_three(lines[third:]),
    ]
    write(rows)


def body(lines: list[str]) -> Iterator[Row]:
    """Title, preamble, the five chapters and the closing words."""
    row = Row("题", "标题", "标题", None)
    chain: list[tuple[str, str]] = []
    for text in filter(None, map(str.strip, lines)):
        found = opening(text, chain)
        if found:
            yield row
            yield from inline(row)
            row = found
        row.lines.append(text)
    yield row


def opening(text: str, chain: list[tuple[str, str]]) -> Row | None:
    """The clause that a line opens, or None when the line continues the one before."""
    if text[:4] in UNNUMBERED:
        chain.clear()
        return Row(*UNNUMBERED[text[:4]], None)
    if text.startswith("——"):
        return principle(text, chain)
    for depth, pattern in enumerate(LEVELS):
        match = pattern.fullmatch(text)
        if match and len(chain) >= depth:
            return numbered(match, depth, chain)
    return None


def numbered(match: re.Match[str], depth: int, chain: list[tuple[str, str]]) -> Row:
    """A numbered heading or item; `chain` is left standing at it."""
    parent = "".join(part for part, _ in chain[:depth]) or None
    chain[depth:] = [(IDS[depth].format(match[1]), PLACES[depth].format(match[1]))]
    title = re.split("[。（]", match["rest"])[0]
    return Row("".join(i for i, _ in chain), title, "".join(p for _, p in chain), parent)


def principle(text: str, chain: list[tuple[str, str]]) -> Row:
    """One of the four principles, which the text marks with a dash instead of a number."""
    count = int(chain[2][0]) + 1 if len(chain) > 2 else 1
    chain[2:] = [(str(count), f"第{count}项")]
    return Row(f"一(二){count}", text[2:].split("。")[0], f"一、（二）第{count}项", "一(二)")


def inline(row: Row) -> Iterator[Row]:
    """The counted parts of the sentence on who is left out of the connection subsidy."""
    if row.id != "三(二)2":
        return
    for name, pattern in INLINE:
        found = re.search(pattern, row.lines[0])
        if found is None:
            raise ValueError(f"{row.id}: no part {name}, correct INLINE")
        yield Row(f"{row.id}{name}", name, f"{row.place}{name}", row.id, [found[0]], {"inline": True})


def cells(lines: list[str]) -> list[Cell]:
    """The cells of a table: a tab opens one, lines without a tab continue it."""
    table: list[Cell] = []
    for line in lines:
        if line.startswith("\t"):
            table.append([line.strip()])
        elif table and line.strip():
            table[-1].append(line.strip())
    return table


def words(cell: Cell) -> list[str]:
    """The lines of a cell that say something."""
    return [line for line in cell if line]


def by(width: int, table: Sequence[Cell]) -> list[Sequence[Cell]]:
    """The rows of a table that is so many columns wide."""
    return [table[start : start + width] for start in range(0, len(table), width)]


def annex_head(annex: str, lines: list[str], headers: Sequence[Cell]) -> Row:
    """The annex itself: its number, its name and the headers of its table."""
    title = next(line.strip() for line in lines[1:] if line.strip())
    return Row(annex, title, annex, None, [annex, title, *("".join(words(cell)) for cell in headers)])


def annex_one(lines: list[str]) -> Iterator[Row]:
    """The standard: one clause per column, kind of user, kind of gas and cell, and the note."""
    *grid, note = cells(lines)
    header, *rows = by(2 + len(COLUMNS), grid)
    yield annex_head("附件1", lines, header[:2])
    for name, cell in zip(COLUMNS, header[2:], strict=True):
        yield Row(f"附件1·{name}", name, f"附件1 {name}栏", "附件1", words(cell))
    user_row = None
    above: dict[str, Row] = {}
    for user, gas, *rest in rows:
        if words(user):
            user_row = kind_row(None, user)
            yield user_row
        gas_row = kind_row(user_row, gas)
        yield gas_row
        for name, cell in zip(COLUMNS, rest, strict=True):
            above[name] = standard_cell(gas_row, name, cell, above.get(name))
            yield above[name]
    yield Row("附件1·备注", "备注", "附件1 备注", "附件1", words(note))


def kind_row(user: Row | None, cell: Cell) -> Row:
    """The row of a kind of user, or of a kind of gas within one."""
    name = words(cell)[0]
    if user is None:
        return Row(f"附件1·{name[:2]}", name, f"附件1 {name}", "附件1", [name])
    return Row(f"{user.id}·{name[:2]}", name, f"{user.place}·{name}", user.id, [name])


def standard_cell(row: Row, name: str, cell: Cell, above: Row | None) -> Row:
    """One cell of the standard; an empty one was merged with the cell above it."""
    found = Row(f"{row.id}·{name}", name, f"{row.place}·{name}", row.id, words(cell))
    found.more["column"] = f"附件1·{name}"
    if not found.lines:
        if above is None:
            raise ValueError(f"{found.id}: empty cell with none above it")
        found.lines, found.more["merged_with"] = above.lines, above.id
    return found


def annex_two(lines: list[str]) -> Iterator[Row]:
    """The duties: one clause per department and one per numbered duty."""
    header, *rows = by(3, cells(lines))
    yield annex_head("附件2", lines, header)
    for serial, name, duties in rows:
        number, department = words(serial)[0], "".join(words(name))
        row = Row(f"附件2·{number}", department, f"附件2 第{number}行", "附件2", [number, department])
        if "．" not in duties[0]:  # a single duty carries no number: it is the row's own text
            row.lines += words(duties)
            duties = []
        yield row
        for index, duty in enumerate(duties, 1):
            title = re.split("[，；。]", duty.split("．", 1)[1])[0]
            yield Row(f"{row.id}·{index}", title, f"{row.place} 第{index}项", row.id, [duty])


def annex_three(lines: list[str]) -> Iterator[Row]:
    """The situations: one clause each."""
    header, *rows = by(3, cells(lines))
    yield annex_head("附件3", lines, header)
    for serial, situation, who in rows:
        number = words(serial)[0]
        text = [number, *words(situation), *words(who)]
        yield Row(f"附件3·{number}", re.split("[，；。]", text[1])[0], f"附件3 第{number}项", "附件3", text)


def kept_titles() -> dict[str, dict[str, str]]:
    """Titles by clause id from the present clauses.yaml."""
    if not TARGET.exists():
        return {}
    return {row["id"]: row for row in yaml.safe_load(TARGET.read_text(encoding="utf-8"))}


def write(rows: list[Row]) -> None:
    """Replace clauses.yaml: several lines as a literal block, everything else on one line."""

    class Dumper(yaml.SafeDumper):
        pass

    def as_block(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)

    Dumper.add_representer(str, as_block)
    titles = kept_titles()
    data = [row.as_dict(titles) for row in rows]
    text = yaml.dump(data, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10**6)
    TARGET.write_text(HEADLINE + text, encoding="utf-8")


if __name__ == "__main__":
    main()
