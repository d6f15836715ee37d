# The browser tests drive Chromium. Install it where that is ours to do, else say how.
set -eu
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-liberation >/dev/null
else
    echo "The browser tests need Chromium. On Debian: apt-get install chromium" >&2
    exit 1
fi
