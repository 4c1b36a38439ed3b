"""`anxin policy check | show | evaluate`: parse, ask, print."""

import argparse
import os
import sys
from pathlib import Path

from anxin.policy import show
from anxin.policy.checking import check
from anxin.policy.contracts import PackInvalid
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
