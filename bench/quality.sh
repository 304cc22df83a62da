#!/usr/bin/env bash
# How well every ranking profile answers judged queries: each test collection by each profile, and
# the sample corpus by language. Indexes what it measures afresh.
# Usage: bench/quality.sh [DIRECTORY]
#   DIRECTORY holds collections, each a folder with corpus.jsonl, queries.tsv and qrels.txt
#   (default: ../shared/data/collections); KB_BIN names the folder of the programs.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
bin=${KB_BIN:-$root/build/release/bin}
collections=${1:-$root/../shared/data/collections}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
profiles=(bm25 classic default fresh recall)

print_header() {
    printf '| %-12s | %-8s | nDCG@10 |    MAP | Recall@100 | p50 ms | p95 ms |\n' "$1" profile
    printf '|--------------|----------|---------|--------|------------|--------|--------|\n'
}

# print_row NAME PROFILE: from what kbeval says on standard input.
print_row() {
    tr -d ',' | awk -v name="$1" -v profile="$2" '
        $1 == "latency" { p50 = $3; p95 = $5 }
        { value[$1] = $2 }
        END {
            printf "| %-12s | %-8s |  %.4f | %.4f |     %.4f | %6.2f | %6.2f |\n", name, profile,
                value["nDCG@10"], value["MAP"], value["Recall@100"], p50, p95
        }'
}

# print_means PROFILE...: over the rows of collections that were printed.
print_means() {
    for profile in "$@"; do
        awk -F'|' -v profile="$profile" '
            { gsub(/ /, "", $3) }
            $3 == profile { n++; for (i = 4; i <= 6; i++) sum[i] += $i }
            END {
                if (n) printf "| %-12s | %-8s |  %.4f | %.4f |     %.4f |        |        |\n",
                    "mean", profile, sum[4] / n, sum[5] / n, sum[6] / n
            }' "$work/rows"
    done
}

evaluate() {  # DB QUERIES QRELS PROFILE
    "$bin/kbeval" --db "$1" --queries "$2" --qrels "$3" --profile "$4"
}

if [ -d "$collections" ]; then
    print_header collection
    for folder in "$collections"/*/; do
        [ -f "$folder/qrels.txt" ] || continue
        name=$(basename "$folder")
        "$bin/kbindex" add -q --db "$work/$name" "$folder/corpus.jsonl"
        for profile in "${profiles[@]}"; do
            evaluate "$work/$name" "$folder/queries.tsv" "$folder/qrels.txt" "$profile" |
                print_row "$name" "$profile" | tee -a "$work/rows"
        done
    done
    print_means "${profiles[@]}"
    echo
else
    echo "no collections in $collections: only the sample corpus is measured" >&2
fi

"$bin/kbindex" add -q --db "$work/corpus" --as-of 2024-06-01 "$root/corpus/river" \
    "$root/corpus/jsonl"
print_header "corpus"
for language in en de fr es ru zh ja ar all; do
    # Query ids begin with their language.
    if [ "$language" = all ]; then cp "$root/corpus/queries.tsv" "$work/queries"; else
        grep "^$language" "$root/corpus/queries.tsv" > "$work/queries"; fi
    for profile in bm25 default recall; do
        evaluate "$work/corpus" "$work/queries" "$root/corpus/qrels.txt" "$profile" |
            print_row "$language ($(wc -l < "$work/queries"))" "$profile"
    done
done
