# What the measurements share: a scratch folder in memory, the published program, alternating timed runs, medians.
# shellcheck shell=bash
here=$(dirname "$(realpath "$0")")
scratch=$(mktemp -d "${BENCH_FOLDER:-/dev/shm}/bvz-bench.XXXXXX")
trap 'rm -rf --one-file-system "$scratch"' EXIT
export TMPDIR=$scratch

# run NAME FUNCTION: one timed run; seconds of wall clock, of processor, and KB at the peak of its largest process go to NAME.times
run() {
    /usr/bin/time -a -o "$scratch/$1.times" -f '%e %U %S %M' bash -euo pipefail -c "$(declare -f "$2"); $2" >"$scratch/$1.out" 2>&1 ||
        { cat "$scratch/$1.out" >&2; exit 1; }
}

# median NAME COLUMN: 1 wall, 2 user, 3 system, 4 memory
median() {
    sort -n -k "$2,$2" "$scratch/$1.times" | awk -v c="$2" '{ v[NR] = $c } END { print v[int((NR + 1) / 2)] }'
}

# compare WHAT OURS THEIRS ROUNDS: the line that counts
compare() {
    awk -v w="$1" -v o="$2" -v t="$3" -v n="$4" -v a="$(median "$2" 1)" -v b="$(median "$3" 1)" \
        -v ac="$(median "$2" 2)" -v bc="$(median "$3" 2)" \
        'BEGIN { printf "%s, median of %d: %s %.2f s (%.1f s of processor), %s %.2f s (%.1f s), ratio %.2f\n", w, n, o, a, ac, t, b, bc, a / b }'
}
