/*
 * read.h - how the reader of playbooks looks things up and says what is wrong; private to this room.
 *
 * Parts name each other in any order. A mapping's keys stand in the file's order, so the place of a part in its list is the place
 * of its key: nothing has to be read twice.
 */
#pragma once
#include "domain/playbook/playbook.h"
#include "domain/rule/rule.h"
#include "format/yaml/yaml.h"

enum section {
	SECTION_COMPARTMENTS, SECTION_ROLES, SECTION_FIELDS, SECTION_APPROVALS, SECTION_TASKS, SECTION_STATES, SECTION_MOVES,
	SECTION_GUARDS, SECTION_DEADLINES, SECTION_DOCUMENTS, SECTION_COUNT,
};
extern const char *const section_names[SECTION_COUNT];     /* as they stand in the file */

struct names { struct str *items; size_t count; size_t room; };

struct reader {
	struct arena     *arena;
	struct str        file;
	struct yaml_node *root;
	struct playbook  *book;
	struct names      sections[SECTION_COUNT];     /* ids in their order */
	struct names      words;                       /* what an expression may speak of, beside book->words */
	struct vocabulary vocabulary;                  /* of book->words     */
};

/* "FILE: line N: message". */
#define wrong(r, node, message, ...) \
	wrong_make((r), (node)->line, ERR_FORMAT, ERR_WHERE, (message), ERR_ARGS(__VA_ARGS__))
#define wrong_at(r, line, message, ...) \
	wrong_make((r), (line), ERR_FORMAT, ERR_WHERE, (message), ERR_ARGS(__VA_ARGS__))
CHECKED NEVER_NULL struct err *wrong_make(const struct reader *r, int64_t line, enum err_code code, const char *where, const char *message,
    const struct err_arg *args);

/* The name most like the word, or "" when none is like it. */
/* An id: a lower-case letter, then such letters, digits and "_"; at most LIMIT_PLAY_ID; no word of expressions. */
CHECKED struct err *want_id(const struct reader *r, const struct yaml_node *node, struct str id);

/* A mapping of these keys and no others. */
CHECKED struct err *want_mapping(const struct reader *r, const struct yaml_node *node, const char *const *keys, size_t count);
/* The value under the key, of that kind; ERR_FORMAT when it is missing. */
CHECKED struct err *want(const struct reader *r, const struct yaml_node *node, const char *key, enum yaml_kind kind,
    const struct yaml_node **ret_part);
/* ja and en of the node; one of them must be there. */
CHECKED struct err *read_title(const struct reader *r, const struct yaml_node *node, struct words *ret_title);
CHECKED struct err *read_bool(const struct reader *r, const struct yaml_node *node, const char *key, bool *ret_bool);
/* What the scalar names in that section. */
CHECKED struct err *place_of(const struct reader *r, enum section section, const struct yaml_node *scalar, size_t *ret_at);
/* node.key names one part of the section; without the key *ret_at is NO_INDEX. */
CHECKED struct err *read_place(const struct reader *r, const struct yaml_node *node, const char *key, enum section section, size_t *ret_at);
/* node.key is one name or a list of names of the section; none twice. Without the key the list is empty. */
CHECKED struct err *read_places(const struct reader *r, const struct yaml_node *node, const char *key, enum section section,
    struct index_list *ret_list);
/* A word of the table, under the key. */
CHECKED struct err *read_enum(const struct reader *r, const struct yaml_node *part, const struct enum_names *names, int *ret_value);
/* {business_days: 5} or "maintenance". */
CHECKED struct err *read_span(const struct reader *r, const struct yaml_node *part, struct span *ret_span);
/* The expression under the key; without it NULL and "". */
CHECKED struct err *read_rule(const struct reader *r, const struct yaml_node *node, const char *key, const struct rule **ret_rule,
    struct str *ret_text);

/* The sections, one file for those that stand still and one for those that move. */
CHECKED struct err *read_roles(struct reader *r, const struct yaml_node *section);
CHECKED struct err *read_fields(struct reader *r, const struct yaml_node *section);
CHECKED struct err *read_approvals(struct reader *r, const struct yaml_node *section);
CHECKED struct err *read_documents(struct reader *r, const struct yaml_node *section);
CHECKED struct err *read_states(struct reader *r, const struct yaml_node *section);
CHECKED struct err *read_tasks(struct reader *r, const struct yaml_node *section);
CHECKED struct err *read_moves(struct reader *r, const struct yaml_node *section);
CHECKED struct err *read_guards(struct reader *r, const struct yaml_node *section);
CHECKED struct err *read_deadlines(struct reader *r, const struct yaml_node *section);

/* Which words the expressions of the file use: book->words and the vocabulary. After fields and sections are known. */
CHECKED struct err *read_words(struct reader *r);
/* The vocabulary of a playbook, for its facts; names end with NUL. */
struct vocabulary playbook_vocabulary(const struct playbook *book, struct arena *arena);
/* What holds between the parts, once all of them are read; and what follows from it (obliged). */
CHECKED struct err *check_parts(struct reader *r);
