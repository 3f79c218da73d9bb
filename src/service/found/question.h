/*
 * question.h - open questions as forms: what kind of answer settles each, and the answer, which holds for all systems it was asked of.
 *
 * A question that no word can settle says where the doing is: an inventory to take in, a source to load, a provider to ask.
 */
#pragma once
#include "model/report.h"
#include "service/home.h"
#include "service/people/actor.h"

enum question_form { FORM_VERSION, FORM_YES_NO, FORM_NUMBER, FORM_EXPOSURE, FORM_IMPORTANCE, FORM_DAY, FORM_IDENTITY, FORM_ELSEWHERE };
extern const struct enum_names question_form_names;
struct question_form_view {
	struct question_view question;
	struct str           form;
	struct str           how;          /* of a version: where it is read off, in words         */
	struct str           href;         /* of FORM_ELSEWHERE: the page where it is done         */
	bool                 has_kev, has_beyond;
	bool                 of_systems;   /* what is asked may differ from system to system: the answer names those it holds for */
	int64_t              beyond;       /* systems that are not named                           */
};
extern const struct schema question_form_schema;
struct question_form_view question_form_of(const struct question_view *question, enum lang lang);

/*
 * systems: names of those it holds for, needed where of_systems; else for all that it was asked of.
 *
 * For security staff, operators, owners and administrators. *ret_systems: for how many systems it holds; 0 of an identity. ERR_USAGE in words:
 * what the answer is not.
 */
CHECKED struct err *question_answer(const struct home *home, const struct actor *actor, int64_t id, struct str value, const struct str_list *systems, int64_t now,
    struct arena *arena, int64_t *ret_systems);
