"""`anxin policy check | show | evaluate`: parse, ask, print."""

import argparse
import json
import os
import sys
from datetime import date
from pathlib import Path

from anxin.policy import answers, cases, show
from anxin.policy.checking import check
from anxin.policy.contracts import PackInvalid
from anxin.policy.engines import ENGINES
from anxin.policy.loading import load_pack, packs_root


def main(argv: list[str]) -> int:
    """Run one command. Returns 0, 1 when a pack has faults, or 2 when the question makes no sense."""
    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except PackInvalid as invalid:
        print(invalid, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="anxin policy", description="The policy packs: law as data.")
    commands = parser.add_subparsers(required=True)
    checker = commands.add_parser("check", help="validate a pack completely")
    checker.add_argument("pack", nargs="?", help="a pack's id or folder; every pack when left out")
    checker.set_defaults(run=_check)
    evaluator = commands.add_parser("evaluate", help="decide the worked cases of a file; JSON")
    evaluator.add_argument("file", type=Path)
    evaluator.add_argument("--pack", required=True)
    evaluator.add_argument("--engine", choices=["single", *ENGINES], default="single")
    evaluator.add_argument("--on", type=date.fromisoformat, help="the legal day; else the day of each case")
    evaluator.set_defaults(run=_evaluate)
    shower = commands.add_parser("show", help="print a table of a pack, or the names of its tables")
    shower.add_argument("--pack", required=True)
    shower.add_argument("table", nargs="?")
    shower.add_argument("--json", action="store_true")
    shower.set_defaults(run=_show)
    return parser


def _check(arguments: argparse.Namespace) -> int:
    root = packs_root()
    paths = (
        [_folder(arguments.pack)] if arguments.pack else sorted(p.parent for p in root.glob("*/pack.yaml"))
    )
    faults = [fault for path in paths for fault in check(path, root)]
    for fault in faults:
        print(fault)
    if not faults:
        print(f"{', '.join(path.name for path in paths)}: no faults", file=sys.stderr)
    return 1 if faults else 0


def _folder(pack: str) -> Path:
    return Path(pack) if os.sep in pack else packs_root() / pack


def _evaluate(arguments: argparse.Namespace) -> int:
    pack = load_pack(arguments.pack)
    try:
        read = cases.read_cases(arguments.file, pack, arguments.on, lambda line: print(line, file=sys.stderr))
        answer = answers.evaluate(pack, read, arguments.engine)
    except cases.UnreadableCases as error:
        print(error, file=sys.stderr)
        return 2
    except ModuleNotFoundError as error:
        print(f"the engine {arguments.engine} needs {error.name}, which is not installed", file=sys.stderr)
        return 2
    print(json.dumps(answer, ensure_ascii=False, indent=2))
    return 0


def _show(arguments: argparse.Namespace) -> int:
    pack = load_pack(arguments.pack)
    if arguments.table is None:
        print("\n".join(sorted(pack.tables)))
        return 0
    try:
        rows = pack.table(arguments.table)
    except KeyError:
        names = ", ".join(sorted(pack.tables))
        print(f"{pack.id} has no table {arguments.table!r}; it has {names}", file=sys.stderr)
        return 2
    print(show.as_json(rows) if arguments.json else show.as_text(rows))
    return 0
