"""The tables of the Lishui pack against the words of the document."""

import re
from collections import Counter
from datetime import date

import pytest

from anxin.policy import load_pack
from anxin.policy.loading import packs_root
from anxin.policy.source import squeeze

SOURCE = packs_root() / "lishui-2023" / "source" / "lishui-anxin-2023-draft.txt"
ANNEX_LEADS = {
    "housing_construction": 9,
    "market_regulation": 8,
    "fire_rescue": 4,
    "transport": 2,
    "emergency": 1,
    "police": 1,
}


@pytest.fixture(scope="module")
def pack():
    return load_pack("lishui-2023")


@pytest.fixture(scope="module")
def text():
    return squeeze(SOURCE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def ids(pack):
    return {name: {row["id"] for row in rows} for name, rows in pack.tables.items()}


def own_texts(pack):
    """The clauses that are pieces of the document, without repeated cells and parts of sentences."""
    return [
        squeeze(row["text"])
        for row in pack.table("clauses")
        if not row.get("inline") and not row.get("merged_with")
    ]


def covers(texts, text):
    return "".join(texts) == text


def test_the_clauses_are_the_document(pack, text):
    """All clause texts, one after the other, are the document: nothing missing, nothing twice."""
    assert covers(own_texts(pack), text)


def test_a_missing_clause_would_be_seen(pack, text):
    """Broken twin: leaving out any one clause, or swapping two, no longer gives the document."""
    texts = own_texts(pack)
    assert not any(covers(texts[:i] + texts[i + 1 :], text) for i in range(len(texts)))
    assert not covers([texts[1], texts[0], *texts[2:]], text)


def test_every_clause_hangs_in_the_tree(pack):
    """A parent is a clause that stands before its children."""
    seen = set()
    for row in pack.table("clauses"):
        assert row["parent"] is None or row["parent"] in seen, row["id"]
        seen.add(row["id"])


def test_every_clause_has_titles_and_place(pack):
    """Title in both languages and a place; places are unique, so a citation leads to one clause."""
    rows = pack.table("clauses")
    assert all(row["title"] and row["title_en"] and row["place"] for row in rows)
    assert max(Counter(row["place"] for row in rows).values()) == 1


def test_every_cell_of_the_standard_is_a_clause(pack):
    """Two kinds of user, two kinds of gas, six columns: cells marked "/" and merged cells included."""
    cells = [row for row in pack.table("clauses") if re.fullmatch("附件1·..·..·.+", row["id"])]
    assert len(cells) == 24
    assert sum(row["text"] == "/" for row in cells) == 6
    merged = {row["id"]: row["merged_with"] for row in cells if row.get("merged_with")}
    assert merged == {
        "附件1·居民·瓶装·泄漏安全保护装置": "附件1·居民·管道·泄漏安全保护装置",
        "附件1·餐饮·瓶装·输送管道": "附件1·餐饮·管道·输送管道",
        "附件1·餐饮·瓶装·泄漏安全保护装置": "附件1·餐饮·管道·泄漏安全保护装置",
    }
    assert all(pack.clause(own).text == pack.clause(above).text for own, above in merged.items())


def test_every_citation_of_the_tables_resolves(pack):
    """No row of any table cites a clause that the index does not have."""
    for name, rows in pack.tables.items():
        for row in rows:
            assert set(row.get("clauses", ())) <= pack.clauses.keys(), (name, row["id"])


def test_texts_and_quotes_stand_in_the_cited_clause(pack):
    """A duty, a situation and a quoted goal are found in the very clause they cite or below it."""

    def words(clause):
        below = [e.text for e in pack.clauses.values() if e.id.startswith(clause)]
        return squeeze("".join([pack.clause(clause).text, *below]))

    for name in (
        "duties",
        "situations",
        "objectives",
        "tasks",
        "departments",
        "measures",
        "venues",
        "hardships",
    ):
        for row in pack.table(name):
            quotes = [
                row.get("text"),
                *([row["quote"]] if isinstance(row.get("quote"), str) else row.get("quote", [])),
            ]
            quotes += [goal["quote"] for goal in row.get("goals", [])]
            for quote in filter(None, quotes):
                assert any(squeeze(quote) in words(c) for c in row["clauses"]), (name, row["id"], quote)


def test_annex_two_is_complete(pack):
    """Seventeen departments in the order of the annex, and every one of its duties."""
    assert [row["number"] for row in pack.table("departments")] == list(range(1, 18))
    duties = Counter(row["department"] for row in pack.table("duties"))
    assert len(duties) == 17
    assert duties["housing_construction"] == 16
    assert duties["market_regulation"] == 13
    assert sum(duties.values()) == 76
    leaves = {r["id"] for r in pack.table("clauses") if re.fullmatch(r"附件2·\d+·\d+", r["id"])}
    assert leaves <= {row["clause"] for row in pack.table("duties")}


def test_annex_three_is_complete(pack):
    """25 situations, V01 to V25, 12 with supporting departments, leads as counted in the annex."""
    rows = pack.table("violations")
    assert [row["id"] for row in rows] == [f"V{n:02d}" for n in range(1, 26)]
    assert Counter(row["lead"] for row in rows) == ANNEX_LEADS
    assert sum(bool(row["support"]) for row in rows) == 12


def test_situations_name_the_departments_of_the_text(pack):
    """Lead and support, turned back into the annex's generic names, give the words of its third column."""
    generic = {row["id"]: row["generic"] for row in pack.table("departments")}
    for row in pack.table("violations"):
        named = re.findall("[^、，]*部门(?=牵头|、|按|$)", row["who"])
        assert named == [generic[d] for d in (row["lead"], *row["support"])], row["id"]


def test_tasks_name_the_departments_of_the_text(pack):
    """Leading and responsible parties of each task are exactly those its bracket names."""
    names = {n: row["id"] for row in pack.table("departments") for n in (row["name"], *row["also"])}
    names["开发区、各镇（街）"] = "towns"
    pattern = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    for row in pack.table("tasks"):
        lead, responsible = row["quote"].split("责任单位：")
        assert [names[n] for n in re.findall(pattern, lead)] == row["lead"], row["id"]
        assert [names[n] for n in re.findall(pattern, responsible)] == row["responsible"], row["id"]


def test_objectives_carry_the_days_of_the_text(pack):
    """Ten objectives; the three groups of objective six; the words for each day are in the quote."""
    rows = pack.table("objectives")
    goals = {goal["id"]: goal for row in rows for goal in row["goals"]}
    assert [row["clause"] for row in rows] == [f"一(三){n}" for n in range(1, 11)]
    assert goals["OBJ-06-public"]["by"] == date(2023, 12, 31)
    assert goals["OBJ-06-catering"]["by"] == date(2024, 6, 30)
    assert goals["OBJ-06-resident"]["by"] == date(2025, 12, 31)
    assert goals["OBJ-06-resident"]["judged"] is False
    assert goals["OBJ-07-system"]["by"] == date(2024, 5, 31)
    for goal in goals.values():
        if goal["by"]:
            assert f"{goal['by'].year}年" in goal["quote"]


def test_readings_are_whole(pack, ids):
    """A01 to A48 and the verdict's own; what rests on them exists."""
    rows = pack.table("readings")
    assert [r["id"] for r in rows if r["id"] < "B"] == [f"A{n:02d}" for n in range(1, 49)]
    assert {r["id"] for r in rows if r["ask_first"]} >= {"A10", "A22", "A15", "A23", "A17", "A26"}
    for row in rows:
        assert all(row[key] for key in ("title", "title_en", "question", "question_en", "ours", "ours_en"))
        assert all(a["text"] and a["text_en"] for a in row["alternatives"])
        assert set(row["objectives"]) <= ids["objectives"], row["id"]
        assert set(row["special_groups"]) <= ids["special_groups"], row["id"]
        assert set(row["requirements"]) <= {r.id for r in pack.standard}, row["id"]


def test_rows_name_readings_that_exist(pack, ids):
    """A reading named by any other table is in the table of readings."""
    for name, rows in pack.tables.items():
        for row in rows:
            assert set(row.get("readings") or ()) <= ids["readings"], (name, row["id"])


def test_service_lives_say_where_they_come_from(pack):
    """Each has a source with a date, and says how surely it is known."""
    sources = {row["id"]: row for row in pack.table("sources")}
    for row in pack.table("service_lives"):
        assert sources[row["source"]]["date"]
        assert row["certainty"] in {"verified", "secondary", "unverified"}
        assert row["life_months"] > 0


def test_the_classifications_are_the_vocabulary(pack, ids):
    """The kinds of user, gas, hardship and venue are exactly the values the facts may take."""
    for field, table in (
        ("user_type", "user_types"),
        ("gas_after", "gas_kinds"),
        ("hardship", "hardships"),
        ("venue", "venues"),
    ):
        assert set(pack.fields[field].enum) == ids[table], field


def test_hardship_has_two_sets(pack):
    """Reading A01: the duty is narrow, the money wide."""
    rows = pack.table("hardships")
    assert {r["id"] for r in rows if r["installs"]} == {"minimum_living", "destitute"}
    assert {r["id"] for r in rows if r["funded"]} == {"minimum_living", "destitute", "low_income_edge"}
