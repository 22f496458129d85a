#!/usr/bin/env bash
# Record the local WordPress anew into cassettes/wp-a.test/crawl.warc.gz: sixty articles, listings, feed, robots.txt.
# The site comes from the folder in WORDPRESS (default: ../shared/wordpress); what it writes goes to WPFARM_RUN.
set -euo pipefail
cd "$(dirname "$0")/.."
wordpress=${WORDPRESS:-../shared/wordpress}
export WPFARM_RUN=${WPFARM_RUN:-/var/tmp/wpfarm}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
curl -sf -o /dev/null http://127.0.0.1:8101/ || { mkdir -p "$WPFARM_RUN"; "$wordpress/up.sh"; }
"${PYTHON:-.venv/bin/python}" -m scraper crawl wp-a.test --allow-private --limit 60 --data "$work" --record "$work/crawl.warc.gz"
mkdir -p cassettes/wp-a.test
mv "$work/crawl.warc.gz" cassettes/wp-a.test/crawl.warc.gz
ls -l cassettes/wp-a.test/crawl.warc.gz
