# The second engine of the measures. Install it where Java 17 or later is there to run it; else say so.
# sh assets/spark.sh PYTHON UV
set -eu
version=$(java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1) || version=""
if [ "${version:-0}" -lt 17 ]; then
    echo "PySpark is left out: it needs Java 17 or later. On Debian: apt-get install openjdk-17-jre-headless" >&2
    exit 0
fi
"$2" pip install --quiet --python "$1" --require-hashes -r requirements-spark.lock
