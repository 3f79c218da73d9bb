/*
 * vulnid.h - the names of weaknesses and advisories: which kind one is, and its one canonical spelling.
 *
 *     cve-2021-44228      CVE-2021-44228         ＪＶＮ＃12345678   JVN#12345678
 *     ghsa-JFH8-c2jp-…    GHSA-jfh8-c2jp-…       jvnvu#99999999     JVNVU#99999999
 *     jvndb-2021-005429   JVNDB-2021-005429      JPCERT-IPA #F88C2C13   JPCERT-IPA#F88C2C13
 *
 * Numbers that look alike are never confused: JVNVU#95112346 is neither JVN#95112346 nor VU#95112346, the vendor
 * tracking number JPCERT#12345678 is not the vulnerability number JPCERT-IPA#12345678, Dell's DSA-2021-088 is not
 * Debian's DSA-2021-1. What is not written wholly like a known form is no name; nothing is guessed.
 *
 * Forgiven are upper and lower case, full-width letters and signs, every hyphen that looks like one, and in JVN's and
 * JPCERT's numbers '#' as '-' or a space or left out. Superscripts and circled digits are not folded though NFKC would:
 * "CVE-2021-4422①" is a number with a footnote, not another number.
 *
 * The forms stand in vulnid_forms.c, each with who gives it and an example. A canonical name is a view of the text where
 * that is canonical already, else it is in the arena.
 */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "base/vec.h"

enum vulnid_kind {
	VULNID_NONE,         /* not such a name                                                                     */
	VULNID_CVE,
	VULNID_GHSA,
	VULNID_JVN,          /* JVN#12345678: reported within the partnership; letters in it until 2006             */
	VULNID_JVNVU,        /* JVNVU#12345678: from CERT/CC and others; six digits until 2012                      */
	VULNID_JVNTA,        /* JVNTA#12345678, once JVNTA13-134A: technical alert                                  */
	VULNID_JVNDB,        /* JVNDB-2021-005429: JVN iPedia                                                       */
	VULNID_VU,           /* VU#123456: CERT/CC's vulnerability number, global                                   */
	VULNID_DATABASE,     /* PYSEC-, GO-, RUSTSEC-, MAL-, OSV- …: an ecosystem's database                        */
	VULNID_DISTRO,       /* DSA-, DLA-, USN-, RHSA-, ALSA-, openSUSE-SU- …: distributors                        */
	VULNID_JPCERT,       /* JPCERT#12345678: vendor tracking number (TN), private to JPCERT/CC and one vendor   */
	VULNID_JPCERT_IPA,   /* JPCERT-IPA#F88C2C13: vulnerability number (VN) given by IPA, global                 */
	VULNID_JPCERT_ALERT, /* JPCERT-AT-2024-0001, JPCERT-WR-2024-0110: alert, weekly report                      */
	VULNID_JVN_OLD,      /* JVNCA-, JVNTR-, NISCC-: JVN's names until the renumbering of 2012                   */
	VULNID_MYJVN_ALT,    /* MYJVN-ALT-2024-0001: 注意警戒情報 and its items                                     */
	VULNID_VENDOR,       /* MS17-010, KB5034441, cisco-sa-…, FG-IR-23-097 …: the maker of the product           */
	VULNID_COORDINATOR,  /* ICSA-, TA14-268A, ZDI-, TALOS- …: other coordinators and finders                    */
	VULNID_NATIONAL,     /* CNVD-, CNNVD-, BDU:, EUVD- …: other countries' databases                            */
	VULNID_KIND_COUNT,
};

struct vulnid {
	enum vulnid_kind kind;
	struct str       text;    /* canonical; empty with VULNID_NONE */
};

/* The whole text, without space around it, as one name; VULNID_NONE when it is none. */
struct vulnid vulnid_parse(struct str text, struct arena *arena);

/* The same for a person: ERR_FORMAT says up to which character it is like which form, and how that is written. */
CHECKED struct err *vulnid_read(struct str text, struct arena *arena, struct vulnid *ret_id);

/* The canonical spelling of a known name, else the text as it is: what may be stored as an alias. */
struct str vulnid_canonical(struct str text, struct arena *arena);

/* The CVE numbers that stand in a text, written with the hyphens of ASCII: canonical, each once, in their order. */
void vulnid_cves(struct str text, struct arena *arena, struct str_list *ret_cves);

/* "CVE", "GHSA", "JVN", "JPCERT-IPA", "vendor" …, "" for VULNID_NONE. */
const char *vulnid_kind_name(enum vulnid_kind kind);

/*
 * A name that must not leave the organisation: the vendor tracking number, which means nothing to third parties and
 * tells them of a case that is not public. Questions to others carry the vulnerability number instead (JPCERT/CC's
 * guideline for vendors, 5.1).
 */
bool vulnid_is_private(enum vulnid_kind kind);

/*
 * Which of several names of the same thing people should see: lower is better; CVE first, then GHSA, JVN#,
 * JVNVU#, an ecosystem's database, JVNDB-, VU#, alerts and other coordinators', a distributor's or maker's advisory; a
 * private one after all of these, anything else last.
 */
int vulnid_preference(enum vulnid_kind kind);
