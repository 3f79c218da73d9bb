/*
 * parts.h - what the readers of this room gather of one computer before it is told as components; inside this room only.
 */
#pragma once
#include "base/map.h"
#include "format/windows/windows.h"

/* Where an Uninstall key stands. */
enum windows_half { HALF_64, HALF_32, HALF_USER, HALF_COUNT };

struct windows_program {
	struct str        key;        /* the registry key's last word: a product code or a word */
	struct str        name, version, publisher, parent, release_type;
	enum windows_half half;
	bool              hidden;     /* SystemComponent=1 */
};

struct windows_update { struct str kb; bool pending; };      /* "KB5121003" */

/* A product whose version stands at a place of its own. */
struct windows_product { struct str name, version, edition, place; };

/* What Office says of the channel it follows; both are addresses that end with a GUID. */
struct windows_office { struct str version, products, platform, channel, base; };
struct windows_sql { struct str instance, version, patch, edition; };

/* What was read of a computer, as bits: two of a kind are two moments, or two computers of one name. */
enum { FORM_IS_WHOLE = 1, FORM_IS_SYSTEMINFO = 2, FORM_IS_HOTFIXES = 4, FORM_IS_DISM = 8 };

struct windows_pc {
	struct arena *arena;      /* of all texts: views of the decoded files, or made */
	unsigned      forms;
	/* itself */
	struct str    host, serial, tool, rights;
	int64_t       made;
	struct str    os_name, edition, installation, display, release_id, service_pack, arch;
	struct str    nt_version;         /* "6.1"; 6.3 on Windows 10 and later too            */
	struct str    build;              /* "26100"                                           */
	int64_t       major, minor, ubr;  /* -1 unknown                                        */
	struct str    dism_version;       /* "26100.9168" of the newest cumulative update that is installed */
	bool          from_name;          /* the installation type was told from the name      */
	/* restart: the two keys, each unknown, absent or there */
	enum answer   component_restart, update_restart;
	/* what stands on it */
	LIST(struct windows_program) programs;
	struct map                   program_at;    /* half and key → index + 1  */
	LIST(struct windows_update)  updates;
	struct map                   update_at;     /* KB → index + 1            */
	LIST(struct windows_product) products;
	struct windows_office        office;
	LIST(struct windows_sql)     sql;
	int64_t       exchange[4];        /* MsiProductMajor, Minor, MsiBuildMajor, Minor; -1  */
	struct str    exchange_file;      /* the version of ExSetup.exe, which knows the security update */
	int64_t       framework;          /* NDP v4 Full Release, -1                           */
	/* how much was looked at */
	bool          half_seen[HALF_COUNT];
	bool          has_os, has_updates, updates_cut, has_anything;
	struct str_list files;
	LIST(const struct err *) warnings;
};

void pc_init(struct windows_pc *pc, struct arena *arena);
/* Are they two moments of one computer, or two computers? Then nothing of one may stand for the other. */
bool pc_conflict(const struct windows_pc *a, const struct windows_pc *b);
/* A piece's facts into the whole's: what is told first stays. */
void pc_merge(struct windows_pc *pc, const struct windows_pc *piece);
void pc_warn(struct windows_pc *pc, const struct err *err);
struct windows_program *pc_program(struct windows_pc *pc, enum windows_half half, struct str key);
void pc_update(struct windows_pc *pc, struct str kb, bool pending);
/* "KB5121003" of a text that begins with it (any case, "KB893803v2"), else empty. */
struct str pc_kb(struct windows_pc *pc, struct str text);
/* "AMD64" is "x64". */
struct str pc_arch(struct str word);
/* Sets a text that is not known yet. */
void pc_set(struct str *text, struct str told);

/* Its components and its head. */
CHECKED struct err *pc_tell(struct windows_pc *pc, struct sink *sink, struct arena *arena);

/* The text of a file whatever its encoding. *ret_doubt: bytes above ASCII were taken as they are. */
CHECKED struct err *windows_text(struct str bytes, struct str name, struct arena *arena, struct str *ret_text, bool *ret_doubt);

/*
 * A key of the registry as it is met, and its values. half is where an Uninstall key without more words belongs: reg query
 * /reg:32 prints the same path as /reg:64.
 */
struct windows_key { struct str path; enum windows_half half; };
void key_begin(struct windows_pc *pc, const struct windows_key *key);
void key_value(struct windows_pc *pc, const struct windows_key *key, struct str name, struct str text, int64_t number);

/* Each gives false, with nothing taken, when the text is not of its form. */
bool read_reg_query(struct windows_pc *pc, struct str text, enum windows_half half);
bool read_reg_file(struct windows_pc *pc, struct str text);
bool read_systeminfo(struct windows_pc *pc, struct str text);
bool read_hotfixes(struct windows_pc *pc, struct str text);
bool read_dism(struct windows_pc *pc, struct str text);
bool read_programs_csv(struct windows_pc *pc, struct str text);
/* A collector's file; the error says why it is not whole. */
CHECKED struct err *read_collector(struct windows_pc *pc, struct str text);

/* Rows of a CSV text as a list of cells each; empty when it is none. */
struct csv_row { struct str *cells; size_t count; };
struct csv_rows { struct csv_row *items; size_t count, room; };
struct csv_rows csv_rows_of(struct str text, struct arena *arena);
