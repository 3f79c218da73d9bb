/*
 * ssvc.h - Stakeholder-Specific Vulnerability Categorization: decisions by table.
 *
 * A table has decision points, each with a few values from the mildest to the worst, and gives every combination of them one
 * outcome. CERT/CC's and CISA's are compiled in (ssvc/ *.yaml); an organisation may write its own (man/tsukuroi-ssvc.5).
 *
 *     deployer:   Exploitation  System Exposure  Automatable  Human Impact   ->  Defer … Immediate
 *                 active        open             yes          high           ->  Immediate
 *
 * Combinations are numbered in mixed radix, the last point turning fastest, so a decision is one look into an array. What is not known is
 * a set of values, and gives the set of outcomes that are still possible.
 *
 * A table's texts are views of its YAML and of the arena it was read into.
 *
 * Follows CERT/CC's SSVC (decision tables DT_DP 1.0.0, DT_SP 1.0.0, DT_COORD_TRIAGE 1.0.0, DT_COORD_PUBLISH 1.0.0, DT_HI 1.0.0,
 * DT_U 1.0.0, DT_PSI 1.0.0; CISA's DT_CO 2.0.3 and DT_BOD2604 1.0.0).
 */
#pragma once
#include "base/err.h"
#include "base/lang.h"
#include "base/limits.h"
#include "base/vec.h"
#include "model/advisory.h"

struct ssvc_value {
	struct str key;         /* "PoC" is "P": what rows and vectors say           */
	struct str en, ja;      /* "Public PoC", 実証コードあり                        */
	struct str also;        /* another name people use, "poc"; mostly empty       */
	struct str vector;      /* its letter in a vector, where that is not the key  */
};

struct ssvc_point {
	struct str                id;       /* "ssvc:E:1.1.0": namespace, key, version   */
	struct str                key;      /* "E"                                       */
	struct str                vector;   /* its letter in a vector; the key where none is given */
	struct str                en, ja;   /* "Exploitation", 悪用の状況                  */
	struct ssvc_value         values[LIMIT_SSVC_VALUES];   /* mildest first          */
	size_t                    count;
	const struct ssvc_table  *from;     /* the table whose outcome this point is: Human Impact of human-impact; or NULL */
};

struct ssvc_table {
	struct str        name;             /* "deployer"                                */
	struct str        id;               /* "ssvc:DT_DP:1.0.0"                        */
	struct str        title_en, title_ja;
	struct str        source;           /* where it is from, for a person            */
	struct ssvc_point points[LIMIT_SSVC_POINTS_BUILTIN];
	size_t            points_count;
	struct ssvc_point outcome;          /* its values are the decisions              */
	uint8_t          *cells;            /* outcome by combination                    */
	size_t            cells_count;
	struct str        not_monotone;     /* why something worse may ask for less; empty: it never does */
};

/* One combination, or one decision with its time. */
struct ssvc_case {
	uint8_t values[LIMIT_SSVC_POINTS_BUILTIN];   /* by point */
	uint8_t outcome;
	int64_t at;                                  /* INSTANT_NONE where none is said */
};

/* -------------------------------------------------------------------------------------- tables */

/*
 * Reads a table from YAML. ERR_FORMAT, with the line: what is missing or misspelt, a combination without an outcome or with two,
 * more than LIMIT_SSVC_POINTS points. A combination in which a point is worse and the outcome milder is refused too, unless
 * the table says "monotone: false" and why.
 */
CHECKED struct err *ssvc_table_read(struct str yaml, struct str name, struct arena *arena, struct ssvc_table *ret_table);
/* The same without that last check: for who wants to list them all. */
CHECKED struct err *ssvc_table_parse(struct str yaml, struct str name, struct arena *arena, struct ssvc_table *ret_table);
/* One that is compiled in. ERR_NOT_FOUND names those there are. */
CHECKED struct err *ssvc_table_builtin(struct str name, struct arena *arena, struct ssvc_table *ret_table);
/* Their names, sorted. */
struct str_list ssvc_table_names(struct arena *arena);

/* As YAML that reads to the same table; comments of the text it was read from are not in it. */
struct str ssvc_table_format(const struct ssvc_table *table, struct arena *arena);

/* Two neighbouring combinations that differ in one point: the worse of them has the milder outcome. */
struct ssvc_break {
	size_t milder, worse;       /* combinations                */
	size_t point;               /* in which they differ        */
};
struct ssvc_breaks { LIST(struct ssvc_break) list; };
/* All there are; a table without any is monotone, because every worsening is made of single steps. */
struct ssvc_breaks ssvc_table_breaks(const struct ssvc_table *table, struct arena *arena);

/* "E:A EXP:O A:Y HI:H", for a message. */
struct str ssvc_combination_text(const struct ssvc_table *table, size_t combination, struct arena *arena);
/* The values of a combination, and back. */
void   ssvc_combination_values(const struct ssvc_table *table, size_t combination, uint8_t *ret_values);
size_t ssvc_combination_of(const struct ssvc_table *table, const uint8_t *values);

/* ----------------------------------------------------------------------------------- decisions */

struct str ssvc_point_name(const struct ssvc_point *point, enum lang lang);
struct str ssvc_value_name(const struct ssvc_value *value, enum lang lang);

/*
 * The value that a text means: its key or one of its names, in any case, '_' and '-' as good as a space. For a point that
 * is another table's outcome also that table's values, joined by '+': "marginal+mef failure" is a Human Impact.
 * ERR_FORMAT names the point and its values.
 */
CHECKED struct err *ssvc_value_find(const struct ssvc_point *point, struct str text, struct arena *arena, uint8_t *ret_value);

/* The outcome's number, one value a point. */
uint8_t ssvc_decide(const struct ssvc_table *table, const uint8_t *values);
/* Bits of the outcomes that are possible, from bits of the values that are possible of each point; a point with none is unknown. */
unsigned ssvc_possible(const struct ssvc_table *table, const unsigned *values);

/* ------------------------------------------------------------------------------------- vectors */

/*
 * The calculator's notation: prefix, a pair a point, the decision's pair, the time, each followed by '/':
 *
 *     SSVCv2/E:A/A:Y/T:T/M:H/D:C/2026-11-20T01:02:03Z/
 *
 * Its letters are the table's own. Read are pairs in any order, keys for letters, Unix seconds as time, no last '/'; the decision
 * may be left out, but a wrong one is ERR_FORMAT. Values of the table that a point comes from may stand beside it (or in its place).
 */
CHECKED struct err *ssvc_vector_parse(const struct ssvc_table *table, struct str text, struct arena *arena,
    struct ssvc_case *ret_case);
/* The outcome is the table's, whatever the case says; without a time there is none in it. */
struct str ssvc_vector_format(const struct ssvc_table *table, const struct ssvc_case *one, struct arena *arena);

/* ----------------------------------------------------------------- the deployer's tree from facts */

enum ssvc_exposure { SSVC_EXPOSURE_UNKNOWN, SSVC_EXPOSURE_SMALL, SSVC_EXPOSURE_CONTROLLED, SSVC_EXPOSURE_OPEN };
/* Damage as it is graded here. Large is a Human Impact of high or very high: which, only life_or_safety can tell. */
enum ssvc_damage { SSVC_DAMAGE_UNKNOWN, SSVC_DAMAGE_SMALL, SSVC_DAMAGE_MIDDLE, SSVC_DAMAGE_LARGE };
enum ssvc_action { SSVC_DEFER, SSVC_SCHEDULED, SSVC_OUT_OF_CYCLE, SSVC_IMMEDIATE, SSVC_ACTION_COUNT };

/* A zeroed value is "nothing known". */
struct ssvc_deployer_facts {
	enum exploitation   exploitation;    /* the strongest evidence at hand                       */
	enum ssvc_exposure  exposure;
	enum answer         automatable;     /* CISA's word, by way of Vulnrichment                  */
	enum ssvc_damage    damage;
	enum answer         life_or_safety;  /* an outage or misuse can cost lives: very high at once */
};
struct ssvc_deployer {
	size_t           count;                        /* of decisions possible; 1: it is settled */
	enum ssvc_action actions[SSVC_ACTION_COUNT];   /* worst first                             */
	bool             matters[LIMIT_SSVC_POINTS];   /* by point: it is not settled, and knowing it could narrow the decision */
};
/*
 * Whether findings can be decided by that table: the one built in as "deployer", or one of an organisation's own whose points are among E, EXP, A and HI
 * and whose outcomes are D, S, O, I. ERR_FORMAT names what does not fit. Technical impact is no point of that tree.
 */
CHECKED struct err *ssvc_deployer_fits(const struct ssvc_table *table, struct arena *arena);
/* `table` fits. */
struct ssvc_deployer ssvc_deployer_decide(const struct ssvc_table *table, const struct ssvc_deployer_facts *facts);
