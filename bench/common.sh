# What the measurements share: a scratch folder in memory, the published program, timed runs, medians, bars.
# shellcheck shell=bash
here=$(dirname "$(realpath "$0")")
scratch=$(mktemp -d "${BENCH_FOLDER:-/dev/shm}/bvz-bench.XXXXXX")
chmod 755 "$scratch"
trap 'rm -rf --one-file-system "$scratch"' EXIT
export TMPDIR=$scratch scratch
# shellcheck disable=SC2034 # a script exits with it
missed=0

# need_program: sets program to the published one, which is built when the sources are newer; what building needs is installed
need_program() {
    "$here/../bootstrap-vz" build --help >/dev/null
    # shellcheck disable=SC2034
    program=$here/../artifacts/publish/bootstrap-vz
    export program DOTNET_TieredPGO=0 DOTNET_EnableDiagnostics=0
}

# run NAME FUNCTION [WORD...]: one timed run; seconds of wall clock, user and system, and KB of its largest process go to NAME.times
run() {
    local name=$1 work=$2
    shift 2
    /usr/bin/time -a -o "$scratch/$name.times" -f '%e %U %S %M' bash -euo pipefail -c "$(declare -f "$work"); $work \"\$@\"" "$work" "$@" \
        >"$scratch/$name.out" 2>&1 || { cat "$scratch/$name.out" >&2; exit 1; }
    echo "  $name $(tail -1 "$scratch/$name.times" | cut -d' ' -f1) s" >&2
}

# median NAME EXPRESSION: of awk, over the columns of NAME.times
median() {
    awk "{ print $2 }" "$scratch/$1.times" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

# compare WHAT OURS THEIRS [BAR]: the line that counts; a bar that is missed is noted
compare() {
    awk -v w="$1" -v o="$2" -v t="$3" -v bar="${4:-}" -v n="$(wc -l <"$scratch/$2.times")" \
        -v a="$(median "$2" '$1')" -v b="$(median "$3" '$1')" -v ac="$(median "$2" '$2 + $3')" -v bc="$(median "$3" '$2 + $3')" 'BEGIN {
        printf "%s, median of %d: %s %.2f s (%.1f s of processor), %s %.2f s (%.1f s), ratio %.2f", w, n, o, a, ac, t, b, bc, a / b
        if (bar != "") printf ", bar %.2f %s", bar, a / b <= bar + 0 ? "met" : "MISSED"
        print ""
        exit bar != "" && a / b > bar + 0
    }' || missed=1
}
