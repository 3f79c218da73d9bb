/*
 * config.h - NVD configurations: trees of criteria, judged over one host in Kleene logic. Inside the room only.
 *
 *     true, false, unknown;  and = least, or = greatest, not(unknown) = unknown
 *
 * A criterion with vulnerable:false is a condition and nothing more: who meets it is not affected by
 * that. A component is affected by a configuration when the whole of it holds on the host AND one of its
 * vulnerable criteria holds of that very component.
 */
#pragma once
#include "domain/match/builder.h"
#include "domain/match/sets.h"
#include "format/cpe/cpe.h"

enum kleene { KLEENE_FALSE, KLEENE_UNKNOWN, KLEENE_TRUE };

static inline enum kleene kleene_and(enum kleene a, enum kleene b) { return a < b ? a : b; }
static inline enum kleene kleene_or(enum kleene a, enum kleene b) { return a > b ? a : b; }
static inline enum kleene kleene_not(enum kleene a) { return (enum kleene)(KLEENE_TRUE - a); }

/* One criterion as it stands in the image. */
struct config_leaf {
	bool       vulnerable;
	bool       limited;      /* an attribute behind version and update must apply    */
	bool       unstated;     /* version "-": a condition of any version, else undecided */
	enum scheme scheme;      /* how the versions of its product are ordered          */
	struct str key;          /* "o:cisco:ios"; empty when there is none to look up by */
	struct str criterion;    /* the CPE 2.3 name                                     */
	struct str body;         /* its set of versions                                  */
};

/* What a leaf says, asked of whoever knows: a host, a component, a test. */
struct config_oracle {
	enum kleene (*leaf)(struct config_oracle *oracle, const struct config_leaf *leaf);
};

/* The value and the leaf it hangs on: for false and unknown the first such, for true the last. */
struct config_value {
	enum kleene value;
	struct str  criterion;   /* empty where nothing was asked */
};

void config_encode(const struct config *config, struct arena *arena, struct buf *out);
struct config_value config_evaluate(struct str blob, struct config_oracle *oracle);
/* Calls for every leaf, in order. */
void config_each(struct str blob, void (*leaf)(void *data, const struct config_leaf *leaf), void *data);

/* Does it depend on the component alone: no condition, no negation, nothing and-ed. */
bool config_is_plain(const struct config *config);
