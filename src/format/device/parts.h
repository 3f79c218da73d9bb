/*
 * parts.h - how a paste is taken apart; inside this room only.
 */
#pragma once
#include "base/err.h"
#include "format/device/device.h"

/* ------------------------------------------------------------------------------------------ lines (text.c) */

struct line {
	struct str text;      /* without escapes, pagers and line ends                                     */
	struct str folded;    /* runs of space are one, "……:" " :" " =" before a value are ":", trimmed    */
	int64_t    number;    /* in the paste, from 1                                                      */
};
struct text {
	struct line *items;
	size_t       count;
	size_t       room;
	int64_t      undecodable;
	int64_t      secrets;
};
CHECKED struct err *text_read(struct str bytes, struct arena *arena, struct text *ret_text);
struct str text_fold(struct str text, struct arena *arena);

/* -------------------------------------------------------------------------- prompts and commands (prompt.c) */

enum prompt {
	PROMPT_NONE,        /* output                                                              */
	PROMPT_TYPED,       /* a prompt; its host is empty where it shows none ("# show version")  */
	PROMPT_BARE,        /* a command whose prompt was not copied, or a heading between rules   */
};
/* "RP/0/RSP0/CPU0:rtr-01#show version" → "rtr-01", "show version". */
enum prompt prompt_parse(struct str line, struct str *ret_host, struct str *ret_command);
enum device_use command_use(struct str command);
/* The first words of a command, without what may be secret. */
struct str command_words(struct str command, struct arena *arena);

/* ------------------------------------------------------------------------------------------------ families */

struct part {
	struct str      host;
	struct str      command;     /* empty: the paste does not say which */
	enum device_use use;
	size_t          from, to;    /* lines                               */
	int64_t         number;      /* of its first line                   */
	size_t          device;      /* index                               */
	struct part    *next;        /* of the same device                  */
	bool            understood;
};

struct family;
struct reader {
	struct arena        *arena;
	struct device_facts *facts;
	const struct family *family;
	const struct part   *part;
	const struct text   *text;
	size_t               at;             /* index of the line being read                            */
	size_t               member;         /* index + 1 of the member being described                 */
	int                  state;          /* a maker's own, 0 at the beginning of a part             */
	size_t               columns[8];     /* where a table's columns begin, 0 ended, a maker's own   */
	struct str           other_version;  /* another running version, told by another command        */
	const struct part   *version_part;
	struct str           branch;         /* FortiOS' branch point                                   */
	bool                 special;        /* something said that this is no ordinary release         */
	bool                 read;           /* something was understood in this part                   */
};

/* First one wins; "unknown", "N/A" and their like are none. Returns whether it was taken. */
bool reader_take(struct reader *reader, enum device_fact fact, struct str value);
/* The same, over what an earlier line said. */
void reader_force(struct reader *reader, enum device_fact fact, struct str value);
/* The member of that name, made when it is new; it becomes the current one. NULL past the bound. */
struct device_member *reader_member(struct reader *reader, struct str name);
struct device_member *reader_current(struct reader *reader);
void reader_put(struct reader *reader, struct str *field, struct str value);
bool reader_is_nothing(struct str value);

/* How much behind an anchor is the value. */
enum take { TAKE_LINE, TAKE_WORD, TAKE_COMMA, TAKE_QUOTED, TAKE_BRACKET, TAKE_PAREN };
struct anchor {
	const char      *text;      /* of a folded line; NULL ends a table                     */
	bool             anywhere;  /* else at its beginning, in any case                      */
	enum device_fact fact;
	enum take        take;
};
struct head {
	const char *text;
	bool        begin;          /* at the beginning of a line only                         */
	const char *also;           /* stands in another line of the part, or NULL             */
};
/* A version as advisories write it. */
struct settled { struct str version, build; enum device_doubt doubt; };

struct family {
	const char          *name;     /* NULL: the output tells the maker, not the system      */
	const char          *maker;
	const char          *group;    /* families whose heads stand in one output; NULL: alone */
	enum component_kind  kind;
	const char          *start;    /* the line its output begins with, when that is no head */
	struct head          heads[5];
	const struct anchor *anchors;  /* may be NULL                                           */
	void (*line)(struct reader *reader, const struct line *line);
	void (*settle)(struct reader *reader, struct str raw, struct settled *ret);
};

/* In the order they are tried; ends with NULL. Each points at rows that end with a zeroed one. */
extern const struct family *const family_tables[];
extern const struct family cisco_families[], fortinet_families[], yamaha_families[], nec_families[], fujitsu_families[],
    allied_families[], juniper_families[], paloalto_families[], aruba_families[], huawei_families[], arista_families[],
    brocade_families[], other_families[], hint_families[];

const struct family *family_find(const struct text *text, size_t from, size_t to);
/* Does a device's output begin at this line; the family whose it would be, and which of its signs. */
bool family_mark(const struct line *line, const struct family **ret_family, unsigned *ret_sign);
/* The maker behind an SNMP enterprise number, "" when not known: "1.3.6.1.4.1.1182.1.39" → "Yamaha". */
struct str maker_of_object(struct str oid);

/* ---------------------------------------------------------------------------------- small things (families.c) */

struct str word_at(struct str folded, size_t index);      /* "" beyond the end                   */
size_t words_count(struct str folded);
struct str value_behind(struct str folded, const char *anchor, enum take take);   /* anywhere; "" when not there */
bool begins(struct str folded, const char *anchor);       /* in any case                         */
bool holds(struct str folded, const char *anchor);        /* as written                          */
bool is_number(struct str word);
/* Its numbers between dots without leading zeros: "16.09.03a" → "16.9.3a". */
struct str without_padding(struct str version, struct arena *arena);
/* Upper case, from where it stands. */
size_t find_nocase(struct str text, struct str needle);

/* ------------------------------------------------------------------------------ neighbours and SNMP */

bool neighbour_begins(struct str folded);
CHECKED struct err *neighbours_read(struct reader *reader, size_t from, size_t to, struct str via);
/* "SNMPv2-MIB::sysDescr.0 = STRING: …". */
bool snmp_line(struct str text, struct str *ret_name, struct str *ret_value);
void snmp_read(struct reader *reader, size_t from, size_t to);
