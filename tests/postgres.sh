# shellcheck shell=bash
# A throw-away PostgreSQL server for the scripts beside this file, which source it.
#
# It brings `say`, `fail`, `run`, `require` and `start_postgres`; the latter exports the server's address as
# TONGHOP_TEST_POSTGRES. Whatever was started is stopped when the script ends, however it ends.

set -euo pipefail

# A bare environment (cron, `env -i`, a container's entry point) has neither of the two.
export HOME="${HOME:-$(getent passwd "$(id -u)" | cut -d: -f6)}"
export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:${PATH:-/usr/local/bin:/usr/bin:/bin}"

# The tests meet the server started here and no other.
unset DATABASE_URL "${!PG@}"

cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly OLDEST_POSTGRES=13

cluster=''
server=''
as_server=(env)
task=''

say() { printf '\n== %s\n' "$*"; }

fail() {
    printf 'tests/%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

is_root() { [[ $(id -u) == 0 ]]; }

# Runs a check as a job of its own, so that a signal to this script is answered at once and not when the check ends.
run() {
    say "$*"
    "$@" &
    task=$!
    wait "$task"
    task=''
}

stop() {
    local status=$?
    trap - EXIT INT TERM HUP
    # Either may have ended by itself.
    [[ -z $task ]] || { kill -TERM "$task" && wait "$task"; } 2>/dev/null || true
    [[ -z $server ]] || { kill -QUIT "$server" && wait "$server"; } 2>/dev/null || true
    [[ -z $cluster ]] || rm -rf -- "$cluster"
    exit "$status"
}

# Ends with what to do when something is missing that only the user can install.
require() {
    command -v cargo >/dev/null || fail 'no cargo found. Install Rust with rustup.'
    command -v cc >/dev/null || fail 'no C compiler found. Install one (Debian, Ubuntu: sudo apt-get install gcc).'
}

# The folder with the newest PostgreSQL server; empty when there is none.
postgres_bin() {
    local folder
    for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort --version-sort --reverse); do
        [[ ! -x $folder/initdb || ! -x $folder/postgres ]] || { echo "$folder"; return; }
    done
    folder=$(dirname "$(command -v initdb || true)")
    [[ ! -x $folder/initdb || ! -x $folder/postgres ]] || echo "$folder"
}

install_postgres() {
    if ! is_root || ! command -v apt-get >/dev/null; then
        fail 'no PostgreSQL server found. Install it (Debian, Ubuntu: sudo apt-get install postgresql), then run again.'
    fi
    say 'installing PostgreSQL'
    (
        # apt-get refuses to start while another holds its lists; two runs at once must wait for each other.
        exec 9</var/lib/dpkg
        flock 9
        [[ -z $(postgres_bin) ]] || exit 0
        export DEBIAN_FRONTEND=noninteractive
        apt-get -qq update
        apt-get -qq install --yes --no-install-recommends postgresql
    )
    [[ -n $(postgres_bin) ]] || fail 'the package postgresql brought no server'
}

# Fills `as_server`, the words before a program of the server: never as root, which PostgreSQL refuses, and with the
# kernel to end it when this script is killed.
choose_server_words() {
    as_server=(env)
    ! command -v setpriv >/dev/null || as_server=(setpriv --pdeathsig QUIT)
    is_root || return 0
    command -v setpriv >/dev/null || fail 'as root, setpriv (package util-linux) is needed to start PostgreSQL'
    id postgres >/dev/null 2>&1 || useradd --system postgres
    as_server+=(--reuid postgres --regid "$(id -g postgres)" --init-groups)
}

start_postgres() {
    local bin version port attempt parent locale
    [[ -n $(postgres_bin) ]] || install_postgres
    bin=$(postgres_bin)
    version=$("$bin/postgres" --version)
    version=${version#*) }
    version=${version%%[^0-9]*}
    ((version >= OLDEST_POSTGRES)) || fail "PostgreSQL $version is too old: $OLDEST_POSTGRES or newer is needed"
    say "starting PostgreSQL $version"

    # The folder named by TMPDIR may be root's alone.
    parent=${TMPDIR:-/tmp}
    ! is_root || parent=/tmp
    cluster=$(mktemp -d "$parent/tonghop-postgres.XXXXXXXX")
    choose_server_words
    ! is_root || chown postgres "$cluster"

    # A linguistic order, as servers in use have: an order by text that only works byte by byte comes to light here.
    locale=(--locale=C)
    ((version < 15)) || locale+=(--locale-provider=icu --icu-locale=vi-VN)
    "${as_server[@]}" "$bin/initdb" --pgdata="$cluster/data" --username=postgres --auth=trust --encoding=UTF8 --no-sync \
        "${locale[@]}" >"$cluster/log" 2>&1 || { cat "$cluster/log" >&2; fail 'initdb failed'; }

    # Another process may take a free port first: then the server says so and ends, and the next port is tried.
    for attempt in {1..20}; do
        port=$((20000 + RANDOM % 12000))
        "${as_server[@]}" "$bin/postgres" -D "$cluster/data" -p "$port" \
            -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
            -c fsync=off -c full_page_writes=off -c synchronous_commit=off \
            -c shared_buffers=256MB -c max_connections=200 -c timezone=UTC >"$cluster/log" 2>&1 &
        server=$!
        if await_postgres; then
            export TONGHOP_TEST_POSTGRES="postgres://postgres@127.0.0.1:$port/postgres"
            return
        fi
        grep -q 'could not create any TCP/IP sockets' "$cluster/log" || break
    done
    cat "$cluster/log" >&2
    fail "PostgreSQL did not start (attempt $attempt)"
}

# The server's own file tells, not the port: behind a port there may be someone else's server.
await_postgres() {
    local waited
    for waited in {1..300}; do
        ! grep -q '^ready' "$cluster/data/postmaster.pid" 2>/dev/null || return 0
        kill -0 "$server" 2>/dev/null || return 1
        sleep 0.1
    done
    echo "no answer after $((waited / 10)) s" >>"$cluster/log"
    return 1
}

# Nothing here asks anything, whether there is someone to answer or not.
exec </dev/null
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP
