# Make a virtual environment with uv in it. $1: the Python to use, $2: where.
set -eu
"$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Ownway needs Python 3.11 or later; this is $("$1" --version)." >&2; exit 1; }
if ! "$1" -m venv "$2" 2>/dev/null; then
    rm -rf "$2"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
        "$1" -m venv "$2"
    else
        echo "Python cannot make virtual environments here. On Debian: apt-get install python3-venv" >&2
        exit 1
    fi
fi
"$2/bin/python" -m pip install --quiet --disable-pip-version-check uv
