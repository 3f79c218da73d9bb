/*
 * listing.h - what a page of a source says of itself and of the pages beside it: where one has to ask next, and nothing else.
 *
 *     style       what it is                                                 gives
 *     nvd         a page of NVD's API 2.0                                    total, from, count, newest (its time of answering)
 *     myjvn       an answer of MyJVN (feed=hnd): list, overview, detail      total, from, count; an entry an item of an overview (its id)
 *     myjvnoka    the same of version 4 (feed=oka)                           total, from, count; an entry an item of an overview (its id)
 *     deltalog    deltaLog.json of cvelistV5: what changed at each fetch     an entry a CVE (at: of the fetch); newest, oldest
 *     osvids      modified_id.csv of an ecosystem of osv.dev                 an entry a record (at: modified); newest, oldest
 *     news        RSS or Atom                                            an entry an item (id, url: its address, at: its date); newest, oldest
 *     checksums   checksum.txt of JVN iPedia                                 an entry a file (id: its name, url, digest, at)
 *     release     a release of GitHub's API                                  an entry a file (id: its name, url)
 *     provider    provider-metadata.json of CSAF                             an entry a fact: id "role" (digest: the word), "self", "directory", "rolie"
 *                                                                            (url), "key" (url, digest: its fingerprint)
 *     securitytxt security.txt (RFC 9116)                                    an entry a line "CSAF:" (url)
 *     rolie       a ROLIE feed of CSAF documents                             an entry a document (url, hash, signature, at: updated); next
 *     changes     changes.csv of a CSAF directory                            an entry a document (id: its path, at)
 *     index       index.txt of a CSAF directory                              an entry a document (id: its path)
 *     hash        a .sha256 or .sha512 file                                  an entry (digest, id: the file's name; "")
 *     links       a page that a server makes of a folder                     an entry a link (id: as written)
 *
 * Asked for with an instant behind the style ("osvids 2026-11-20T00:00:00Z") only later entries are given; newest and oldest are those of all.
 *
 * Sources: https://nvd.nist.gov/developers/vulnerabilities; MyJVN API, Status 3.3; https://github.com/CVEProject/cvelistV5 (README);
 * https://google.github.io/osv.dev/data/; JVN iPedia's data feeds; https://docs.github.com/rest/releases;
 * CSAF 2.0 §7.1, RFC 8322 and RFC 9116.
 */
#pragma once
#include "base/input.h"
#include "model/sink.h"

struct listing_entry {
	struct str id;
	struct str url;
	struct str digest;      /* SHA-256 or SHA-512, hexadecimal                      */
	struct str hash, signature;     /* where they are; ""                           */
	int64_t    at;          /* INSTANT_NONE                                         */
};
extern const struct schema listing_entry_schema;

struct listing_head {
	int64_t total;          /* of all pages; -1: not said                           */
	int64_t from;           /* what this one begins with, as the source counts; -1  */
	int64_t count;          /* on this page                                         */
	int64_t newest, oldest; /* INSTANT_NONE                                         */
	struct str next;        /* the page behind this one; ""                         */
};
extern const struct schema listing_head_schema;

/* Sends entries in their order, then the head. ERR_FORMAT: it is none of that style; ERR_NOT_FOUND: MyJVN answered with an error of its own. */
CHECKED struct err *listing_read(struct input *input, struct str told, struct sink *sink, struct arena *arena);
