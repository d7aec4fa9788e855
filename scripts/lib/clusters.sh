# Temporary clusters of Postern and of a real PostgreSQL 15, for bench and crash-test. Sourced.
#
# A cluster has a kind, "postern" or "postgres", a directory and a port. It listens on the loopback
# address, trusts everybody, its superuser is "postgres" and its database "postgres". Data checksums
# are on in both, since Postern has no other way.

SCRIPTS=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
TOP=$(dirname "$SCRIPTS")
PROGRAM=${0##*/}

fail() { echo "$PROGRAM: $*" >&2; exit 1; }

# The directory of PostgreSQL's programs: POSTERN_PG_BIN, Debian's version 15, or the PATH.
PG_BIN=${POSTERN_PG_BIN:-/usr/lib/postgresql/15/bin}
if [ ! -x "$PG_BIN/postgres" ] && command -v postgres > /dev/null; then
  PG_BIN=$(dirname "$(command -v postgres)")
fi

client_program() { # NAME: path of psql or pgbench
  if [ -x "$PG_BIN/$1" ]; then echo "$PG_BIN/$1"; else
    command -v "$1" || fail "$1 not found: install PostgreSQL's client programs"
  fi
}
PSQL=$(client_program psql)
PGBENCH=$(client_program pgbench)
export PGCONNECT_TIMEOUT=10 PGHOST=127.0.0.1 PGUSER=postgres PGDATABASE=postgres
unset PGSERVICE PGOPTIONS PGPASSWORD PGPORT

now_ns() { date +%s%N; }

# Random free port of the loopback address below the range of outgoing connections.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    if ! (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null; then
      echo "$port"
      return
    fi
  done
}

# PostgreSQL refuses root, so root runs it as the user postgres.
as_pg() {
  if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

cluster_dir() { # KIND: a new directory that the cluster's owner can use
  local dir=${TMPDIR:-/tmp}/$1.$$.$RANDOM
  mkdir -m 700 "$dir"
  if [ "$1" = postgres ] && [ "$(id -u)" = 0 ]; then chown postgres "$dir"; fi
  echo "$dir"
}

cluster_init() { # KIND DIR
  case $1 in
    postgres)
      [ -x "$PG_BIN/initdb" ] || fail "no PostgreSQL 15: set POSTERN_PG_BIN"
      as_pg "$PG_BIN/initdb" -D "$2/data" -U postgres -A trust -E UTF8 --locale=C -k > "$2/initdb.log" ;;
    postern)
      "$SCRIPTS/initdb" -D "$2/data" -U postgres -A trust -E UTF8 --locale=C > "$2/initdb.log" ;;
  esac
}

# Starts the server and returns at once; SETTING is name=value.
cluster_launch() { # KIND DIR PORT SETTING...
  local kind=$1 dir=$2 port=$3 setting
  shift 3
  local arguments=(-D "$dir/data" -p "$port" -h 127.0.0.1 -k "$dir")
  for setting in "$@"; do arguments+=(-c "$setting"); done
  case $kind in
    postgres) as_pg "$PG_BIN/postgres" "${arguments[@]}" >> "$dir/log" 2>&1 < /dev/null & ;;
    postern) "$SCRIPTS/postgres" "${arguments[@]}" >> "$dir/log" 2>&1 < /dev/null & ;;
  esac
  disown
}

sql() { # PORT QUERY: unaligned rows
  "$PSQL" -X -q -At -v ON_ERROR_STOP=1 -p "$1" -c "$2"
}

cluster_await() { # DIR PORT [SECONDS]: until a query is answered
  local deadline=$((SECONDS + ${3:-120}))
  until sql "$2" 'SELECT 1' > /dev/null 2>&1; do
    if [ "$SECONDS" -ge "$deadline" ]; then
      tail -n 20 "$1/log" >&2
      return 1
    fi
    sleep 0.03
  done
}

cluster_start() { # KIND DIR PORT SETTING...
  cluster_launch "$@"
  cluster_await "$2" "$3"
}

postmaster_pid() { # DIR
  head -n 1 "$1/data/postmaster.pid" 2> /dev/null || true
}

# The ids of a process and of everything below it.
family() { # PID
  ps -A -o pid= -o ppid= | awk -v top="$1" '
    { parent[$1] = $2 }
    END {
      for (p in parent) {
        for (q = p; q != "" && q > 1; q = parent[q]) if (q == top) { print p; break }
      }
    }'
}

await_gone() { # PID...
  local pid
  for pid in "$@"; do
    while kill -0 "$pid" 2> /dev/null && [ "$(ps -o stat= -p "$pid" | cut -c1)" != Z ]; do
      sleep 0.01
    done
  done
}

cluster_stop() { # DIR: fast shutdown
  local pid
  pid=$(postmaster_pid "$1")
  [ -n "$pid" ] || return 0
  kill -INT "$pid" 2> /dev/null || return 0
  await_gone "$pid"
}

cluster_kill() { # DIR: kill -9 of all its processes, as a power failure would
  local pids pid
  pid=$(postmaster_pid "$1")
  [ -n "$pid" ] || return 0
  pids=$(family "$pid")
  # The postmaster first, so that it has no time to react to the deaths of the others.
  kill -9 "$pid" $pids 2> /dev/null || true
  await_gone $pids
}

# Fills pgbench's tables. The first way is pgbench's own; the others serve a server that lacks
# something of it. Prints the steps that worked.
pgbench_init() { # PORT SCALE LOG
  local steps
  for steps in dtgvp dtgp dtGvp dtGp; do
    if "$PGBENCH" -p "$1" -i -s "$2" -q -I "$steps" >> "$3" 2>&1; then
      echo "$steps"
      return 0
    fi
  done
  tail -n 5 "$3" >&2
  return 1
}
