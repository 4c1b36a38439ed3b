# Sourced by the commands in script/: go to the checkout and find a Python that is new enough.
# ANXIN_PYTHON names another one.
called_from=$PWD
cd "$(dirname "$0")/.." || exit 1
root=$PWD

python=""
for candidate in "${ANXIN_PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3; do
    [ -n "$candidate" ] || continue
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "Anxin needs Python 3.11 or newer. Type: apt-get install -y python3   (or set ANXIN_PYTHON)" >&2
    exit 1
fi
# Bytecode of the set-up would lie beside its sources.
export PYTHONDONTWRITEBYTECODE=1
