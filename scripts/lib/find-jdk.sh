# Sets JAVA to the java program of a JDK 25 or newer. Sourced by the other scripts.
#
# Looked at in this order: POSTERN_JAVA_HOME, JAVA_HOME, the usual places, the PATH.

_jdk_version() { # directory -> its major version, 0 if it is no JDK
  local line
  if [ -x "$1/bin/java" ] && [ -r "$1/release" ]; then
    while IFS= read -r line; do
      case $line in
        JAVA_VERSION=*) line=${line#*\"}; line=${line%%[!0-9]*}; echo "${line:-0}"; return ;;
      esac
    done < "$1/release"
  fi
  echo 0
}

_find_jdk() {
  local dir path_java
  for dir in "${POSTERN_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/jdk* /opt/java/* \
      /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/.sdkman/candidates/java/current; do
    if [ -n "$dir" ] && [ "$(_jdk_version "$dir")" -ge 25 ]; then
      JAVA=$dir/bin/java
      return 0
    fi
  done
  path_java=$(command -v java || true)
  if [ -n "$path_java" ]; then
    path_java=$(readlink -f "$path_java")
    dir=${path_java%/bin/java}
    if [ "$(_jdk_version "$dir")" -ge 25 ]; then
      JAVA=$path_java
      return 0
    fi
  fi
  echo "${0##*/}: no JDK 25 or newer found; set JAVA_HOME" >&2
  return 1
}

_find_jdk || exit 1
