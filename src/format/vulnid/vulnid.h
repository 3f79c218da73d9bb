/*
 * vulnid.h - the names of weaknesses and advisories: which kind one is, and its one canonical spelling.
 *
 *     cve-2021-44228      CVE-2021-44228         JVN12345678        JVN#12345678
 *     ghsa-JFH8-c2jp-…    GHSA-jfh8-c2jp-…       jvnvu#99999999     JVNVU#99999999
 *     jvndb-2021-005429   JVNDB-2021-005429      VU#930724          VU#930724
 *
 * JVN numbers and VU# of CERT/CC look alike and are never confused: JVNVU#95112346 is not VU#95112346. A
 * canonical name is a view of the text where that is canonical already, else it is in the arena.
 */
#pragma once
#include "base/arena.h"

enum vulnid_kind {
	VULNID_NONE,      /* not such a name                                             */
	VULNID_CVE,
	VULNID_GHSA,
	VULNID_JVN,       /* JVN#12345678: reported within the partnership               */
	VULNID_JVNVU,     /* JVNVU#12345678: from CERT/CC and others; six digits until 2012 */
	VULNID_JVNTA,     /* JVNTA#12345678, once JVNTA13-134A: technical alert          */
	VULNID_JVNDB,     /* JVNDB-2021-005429: JVN iPedia                               */
	VULNID_VU,        /* VU#123456: CERT/CC                                          */
	VULNID_DATABASE,  /* PYSEC-, GO-, RUSTSEC-, MAL-, OSV- …: an ecosystem's database */
	VULNID_DISTRO,    /* DSA-, DLA-, USN-, RHSA-, ALSA-, openSUSE-SU- …: distributors */
	VULNID_KIND_COUNT,
};

struct vulnid {
	enum vulnid_kind kind;
	struct str       text;    /* canonical; empty with VULNID_NONE */
};

/* The whole text as one name; VULNID_NONE when it is none. Case, and '#' or '-' left out of JVN numbers, are forgiven. */
struct vulnid vulnid_parse(struct str text, struct arena *arena);

/* The canonical spelling of a known name, else the text as it is: what may be stored as an alias. */
struct str vulnid_canonical(struct str text, struct arena *arena);

/* "CVE", "GHSA", "JVN" …, "" for VULNID_NONE. */
const char *vulnid_kind_name(enum vulnid_kind kind);

/*
 * Which of several names of the same thing people should see: lower is better; CVE first, then GHSA, JVN#,
 * JVNVU#, an ecosystem's database, JVNDB-, VU#, a distributor's advisory; anything else last.
 */
int vulnid_preference(enum vulnid_kind kind);
