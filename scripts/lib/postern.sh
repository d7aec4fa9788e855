# What every program needs to run: JAVA, CLASSPATH_POSTERN, and run_postern. Sourced.

SCRIPTS=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
TOP=$(dirname "$SCRIPTS")
. "$SCRIPTS/lib/find-jdk.sh"

# The class path: POSTERN_CLASSPATH, or what Maven has built. Its order is fixed, because the
# archive of linked classes fits only the class path that it was made with.
if [ -n "${POSTERN_CLASSPATH:-}" ]; then
  CLASSPATH_POSTERN=$POSTERN_CLASSPATH
else
  CLASSPATH_POSTERN=$(printf '%s\n' "$TOP"/server/target/postern-server-*.jar \
      "$TOP"/server/target/lib/*.jar | grep -v -e '-tests.jar$' -e '-sources.jar$' | LC_ALL=C sort \
      | paste -s -d:)
  if [ ! -d "$TOP/server/target/lib" ]; then
    echo "${0##*/}: not built yet; run: mvn -q -DskipTests package" >&2
    exit 1
  fi
fi

# The archive of linked classes carries a fingerprint of the jars it was made from in its name:
# the JVM does not look whether the two belong together, and would run the classes of an older build.
if [ -n "${POSTERN_CLASSPATH:-}" ]; then
  AOT_CACHE=${POSTERN_AOT_CACHE:-}
else
  AOT_CACHE=${POSTERN_AOT_CACHE:-$TOP/server/target/postern-$(
    cd "$TOP/server/target" && stat -L -c '%n %s %y' lib/*.jar postern-server-*.jar | cksum | cut -d' ' -f1
  ).aot}
fi

# The postmaster and pg_ctl have one of their own; initdb works with catalogs, as a backend does.
PROGRAMS_CACHE=${AOT_CACHE/%.aot/-programs.aot}

# jvm_options [ARCHIVE]: sets JVM_OPTIONS. The same collector and object headers as in the children,
# without which no archive would fit.
jvm_options() {
  local archive=${1:-$PROGRAMS_CACHE}
  JVM_OPTIONS=(-XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:-UsePerfData
    -XX:TieredStopAtLevel=1 -Xms8m -Xmx128m -XX:TrimNativeHeapInterval=2000
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
    # What netty would spend time to find out when it starts, and its flight recorder events.
    -Dio.netty.jfr.enabled=false -Dio.netty.leakDetection.level=disabled
    -Dio.netty.processId=1 -Dio.netty.machineId=00:00:00:00:00:00:00:01)
  if [ -r "$archive" ]; then
    JVM_OPTIONS+=("-XX:AOTCache=$archive" -XX:+UnlockDiagnosticVMOptions
      -XX:ArchiveRelocationMode=0)
  fi
  JVM_OPTIONS+=(${POSTERN_JAVA_OPTIONS:-} "-Dpostern.scripts=$SCRIPTS" -cp "$CLASSPATH_POSTERN")
}

# run_postern MAIN_CLASS ARGUMENTS...: becomes the program, started from ARCHIVE if that is set.
run_postern() {
  local main=$1
  shift
  jvm_options "${ARCHIVE:-}"
  MALLOC_ARENA_MAX=1 exec "$JAVA" "${JVM_OPTIONS[@]}" "$main" "$@"
}
