BEGIN TRANSACTION;
CREATE TABLE captures (
	id TEXT NOT NULL, 
	site TEXT NOT NULL, 
	link_id INTEGER, 
	url TEXT NOT NULL, 
	url_key TEXT NOT NULL, 
	status INTEGER, 
	fetched_at TEXT NOT NULL, 
	warc_file TEXT NOT NULL, 
	warc_offset BIGINT NOT NULL, 
	payload_digest TEXT, 
	content_digest TEXT, 
	content_type TEXT, 
	outcome TEXT NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT captures_place UNIQUE (warc_file, warc_offset), 
	FOREIGN KEY(link_id) REFERENCES links (id)
);
INSERT INTO "captures" VALUES('ae3a4f55e0d4fc304efd','news.example',2,'https://news.example/1','https://news.example/1',200,'2026-11-24T12:00:00.000000Z','a-00001.warc.gz',512,'sha256:00','sha256:00','text/html','stored');
CREATE TABLE links (
	id INTEGER NOT NULL, 
	site TEXT NOT NULL, 
	url TEXT NOT NULL, 
	url_key TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	found_by TEXT NOT NULL, 
	found_on TEXT, 
	title TEXT, 
	published TEXT, 
	depth INTEGER NOT NULL, 
	part_of TEXT, 
	first_seen TEXT NOT NULL, 
	every_seconds INTEGER, 
	state TEXT NOT NULL, 
	priority BIGINT NOT NULL, 
	due TEXT, 
	asked INTEGER NOT NULL, 
	failures INTEGER NOT NULL, 
	outcome TEXT, 
	reason TEXT, 
	last_tried TEXT, 
	etag TEXT, 
	last_modified TEXT, 
	target TEXT, 
	target_key TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT links_address UNIQUE (url_key, site)
);
INSERT INTO "links" VALUES(1,'news.example','https://news.example/feed/','https://news.example/feed/','feed','definition',NULL,NULL,NULL,0,NULL,'2026-11-24T12:00:00.000000Z',3600,'ready',0,'2026-11-24T12:00:00.000000Z',0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "links" VALUES(2,'news.example','https://news.example/1','https://news.example/1','article','listing',NULL,'The first story','2026-11-20',0,NULL,'2026-11-24T12:00:00.000000Z',NULL,'settled',2098204867200,NULL,1,0,'stored',NULL,'2026-11-24T12:00:00.000000Z',NULL,NULL,NULL,NULL);
CREATE TABLE pages (
	id INTEGER NOT NULL, 
	site TEXT NOT NULL, 
	url TEXT NOT NULL, 
	url_key TEXT NOT NULL, 
	canonical_key TEXT, 
	capture_id TEXT NOT NULL, 
	page_type TEXT NOT NULL, 
	outcome TEXT NOT NULL, 
	headline TEXT, 
	published TEXT, 
	modified TEXT, 
	day TEXT NOT NULL, 
	language TEXT, 
	section TEXT, 
	fetched_at TEXT NOT NULL, 
	cleaner TEXT NOT NULL, 
	rules TEXT, 
	record TEXT NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT pages_address UNIQUE (url_key, site), 
	FOREIGN KEY(capture_id) REFERENCES captures (id)
);
INSERT INTO "pages" VALUES(1,'news.example','https://news.example/1','https://news.example/1','https://news.example/1','ae3a4f55e0d4fc304efd','article','ok','The first story','2026-11-20',NULL,'2026-11-20',NULL,NULL,'2026-11-24T12:00:00.000000Z','scraper/0.1.0',NULL,'{"schema":"page/1","id":"ae3a4f55e0d4fc304efd","url":"https://news.example/1","canonical_url":"https://news.example/1","site":"news.example","page_type":"article","outcome":"ok","article":{"headline":"The first story","dek":null,"authors":[],"publisher":null,"source":null,"published":"2026-11-20","published_text":null,"modified":null,"section":null,"tags":[],"language":null,"image":null,"reading_time_minutes":null,"blocks":[{"kind":"paragraph","text":"Once."}],"text":"Once."},"related":[{"position":0,"title":"The second story","list":"Read more","kind":"read_more","url":"https://news.example/2","category":"Crime","excerpt":"What then","excerpt_truncated":true,"date_text":null,"published":null,"authors":["A. B."],"image":null}],"provenance":{"cleaner":"scraper/0.1.0","rules":null,"fetched_at":"2026-11-24T12:00:00+00:00","warc":{"file":"a-00001.warc.gz","offset":512,"payload_digest":null},"pages":[],"origins":{}}}');
CREATE TABLE related_items (
	page_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	list TEXT, 
	kind TEXT NOT NULL, 
	title TEXT NOT NULL, 
	url TEXT, 
	target_key TEXT, 
	category TEXT, 
	excerpt TEXT, 
	excerpt_truncated BOOLEAN, 
	date_text TEXT, 
	published TEXT, 
	authors TEXT NOT NULL, 
	image TEXT, 
	PRIMARY KEY (page_id, position), 
	FOREIGN KEY(page_id) REFERENCES pages (id) ON DELETE CASCADE
);
INSERT INTO "related_items" VALUES(1,0,'Read more','read_more','The second story','https://news.example/2','https://news.example/2','Crime','What then',1,NULL,NULL,'["A. B."]',NULL);
CREATE TABLE run_counts (
	run_id INTEGER NOT NULL, 
	outcome TEXT NOT NULL, 
	count INTEGER NOT NULL, 
	PRIMARY KEY (run_id, outcome), 
	FOREIGN KEY(run_id) REFERENCES runs (id) ON DELETE CASCADE
);
INSERT INTO "run_counts" VALUES(1,'stored',1);
CREATE TABLE runs (
	id INTEGER NOT NULL, 
	site TEXT NOT NULL, 
	started TEXT NOT NULL, 
	ended TEXT, 
	"end" TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "runs" VALUES(1,'news.example','2026-11-24T12:00:00.000000Z','2026-11-24T13:00:00.000000Z','done');
CREATE TABLE schema_versions (
	version INTEGER NOT NULL, 
	made_at TEXT NOT NULL, 
	made_by TEXT NOT NULL, 
	PRIMARY KEY (version)
);
INSERT INTO "schema_versions" VALUES(1,'2026-11-24T12:00:00.000000Z','scraper/0.1.0');
CREATE INDEX links_ways_in ON links (site, every_seconds) WHERE every_seconds IS NOT NULL;
CREATE INDEX links_due ON links (site, state, due);
CREATE INDEX links_part_of ON links (part_of) WHERE part_of IS NOT NULL;
CREATE INDEX links_target ON links (target_key) WHERE target_key IS NOT NULL;
CREATE INDEX links_queue ON links (site, state, priority, id);
CREATE INDEX links_outcome ON links (site, outcome, state);
CREATE INDEX runs_site ON runs (site, id);
CREATE INDEX captures_link ON captures (link_id);
CREATE INDEX captures_address ON captures (url_key, site, fetched_at);
CREATE INDEX captures_site ON captures (site, warc_file, warc_offset);
CREATE INDEX pages_canonical ON pages (canonical_key);
CREATE INDEX pages_order ON pages (site, day, url_key);
CREATE INDEX pages_capture ON pages (capture_id);
CREATE INDEX related_items_target ON related_items (target_key);
COMMIT;
