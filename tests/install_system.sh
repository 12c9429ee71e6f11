#!/bin/sh
# Installs what only the tests need from the system: PostgreSQL's server programs, Chromium, and Java with the Nu HTML
# checker. Does nothing where they are there, and asks for help where it may not install.
set -eu
export DEBIAN_FRONTEND=noninteractive

checker=.tools/vnu.jar
checker_version=26.9.27
checker_sum=22f15dd39a33bed929d2a5c0cddf5946849a647eca9272bf4d5d00bc7e7a4d47

missing=""
[ -n "$(ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null)" ] || command -v initdb >/dev/null || missing="$missing postgresql"
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null ||
    missing="$missing chromium fonts-dejavu-core"
command -v java >/dev/null || missing="$missing default-jre-headless"
[ -e "$checker" ] || command -v npm >/dev/null || missing="$missing npm"

# The checker comes as a package of npm; a jar with another sum than the one above is not used.
fetch_checker() {
    [ ! -e "$checker" ] || return 0
    folder=$(mktemp -d)
    (cd "$folder" && npm pack --silent "vnu-jar@$checker_version" >/dev/null && tar -xzf vnu-jar-*.tgz)
    echo "$checker_sum  $folder/package/build/dist/vnu.jar" | sha256sum --check --quiet
    mkdir -p .tools
    mv "$folder/package/build/dist/vnu.jar" "$checker"
    rm -rf "$folder"
}

# Chromium without windows halves the time of the journeys. Only Debian has it, so it is no fault when it does not come.
may_install() { [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; }
lighter() {
    if ! may_install || command -v chromium-headless-shell >/dev/null; then return 0; fi
    [ -n "$missing" ] || timeout 60 apt-get update -q || return 0
    timeout 120 apt-get install -q -y --no-install-recommends --no-remove chromium-headless-shell ||
        echo "chromium-headless-shell is not to be had: the journeys take longer." >&2
}

[ -n "$missing" ] || { lighter; fetch_checker; exit 0; }

if ! may_install; then
    echo "The tests need:$missing. Install them as root, for instance with: apt-get install$missing" >&2
    exit 1
fi
apt-get update -q
# shellcheck disable=SC2086 # a list of package names
apt-get install -q -y --no-install-recommends $missing
lighter
fetch_checker
