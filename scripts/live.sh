#!/usr/bin/env bash
# Crawl the local WordPress itself and hold what comes of it against its truth: once with its definition, and every
# article page once more without any. Then kill a crawl twenty times and compare with an undisturbed one.
# The site comes from the folder in WORDPRESS (default: ../shared/wordpress); what it writes goes to WPFARM_RUN.
set -euo pipefail
cd "$(dirname "$0")/.."
wordpress=${WORDPRESS:-../shared/wordpress}
python=${PYTHON:-.venv/bin/python}
export WPFARM_RUN=${WPFARM_RUN:-/var/tmp/wpfarm}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
curl -sf -o /dev/null http://127.0.0.1:8101/ || { mkdir -p "$WPFARM_RUN"; "$wordpress/up.sh"; }
echo "== with the definition"
"$python" -m scraper crawl wp-a.test --allow-private --data "$work/data"
"$python" -m scraper export --data "$work/data" --output "$work/news.jsonl"
"$wordpress/score.py" "$work/news.jsonl" --worst 3
echo "== without any definition"
"$python" -m scraper clean --site none "$work/data/archive" > "$work/generic.jsonl"
"$wordpress/score.py" "$work/generic.jsonl"
echo "== killed twenty times"
"$python" scripts/bench_kill.py wp-a.test --kills 20 --data "$work/kill" --log "$WPFARM_RUN/access.log" -- --allow-private
