/*
 * name_words.c - why a name may mean a product, in words for every face.
 */
#include "base/catalogue.h"
#include "domain/name/name.h"
#include "service/name.h"

static struct str
equal_product_words(const struct name_choice *choice, enum lang lang, struct arena *arena)
{
	if (str_eq(choice->relation, STR("other")))
		return catalogue_say(arena, lang, M("the product's name is equal, but its vendor is another ({list})"), ARG("list", choice->told));
	if (str_eq(choice->relation, STR("unknown")))
		return catalogue_say(arena, lang, M("the product's name is equal; the lists do not have this vendor ({list})"), ARG("list", choice->told));
	return catalogue_say(arena, lang, M("the product's name is equal; no vendor is written ({list})"), ARG("list", choice->told));
}

static struct str
confirmed_words(const struct name_choice *choice, enum lang lang, struct arena *arena)
{
	struct str day = day_format(choice->day, arena);

	if (choice->note.len > 0)
		return catalogue_say(arena, lang, M("confirmed by {who} of {organisation} on {day}"), ARG("who", choice->told),
		    ARG("organisation", choice->note), ARG("day", day));
	return catalogue_say(arena, lang, M("confirmed by {who} on {day}"), ARG("who", choice->told), ARG("day", day));
}

/* "reading; general knowledge" in the person's language. */
static struct str
note_words(struct str note, enum lang lang, struct arena *arena)
{
	struct str kind, source;

	if (!str_cut(note, ';', &kind, &source))
		return note;
	return catalogue_say(arena, lang, M("{kind}, source: {source}"), ARG("kind", str_of(catalogue_text(lang, arena_cstr(arena, kind)))),
	    ARG("source", str_of(catalogue_text(lang, arena_cstr(arena, str_trim_space(source))))));
}

struct str
name_ground_words(const struct name_choice *choice, enum lang lang, struct arena *arena)
{
	int ground = 0;

	(void)enum_find(&name_ground_names, choice->ground, &ground);
	switch ((enum name_ground)ground) {
	case NAME_CONFIRMED:
		return confirmed_words(choice, lang, arena);
	case NAME_IDENTIFIER:
		return str_of(catalogue_text(lang, M("it is written as an identifier")));
	case NAME_EQUAL:
		return catalogue_say(arena, lang, M("vendor and product are those of the list ({list})"), ARG("list", choice->told));
	case NAME_EQUAL_PRODUCT:
		return equal_product_words(choice, lang, arena);
	case NAME_MODEL:
		return catalogue_say(arena, lang, M("the model number is equal ({list})"), ARG("list", choice->told));
	case NAME_ALIAS:
		return catalogue_say(arena, lang, M("{file} of {day} has it ({note})"), ARG("file", choice->told),
		    ARG("day", day_format(choice->day, arena)), ARG("note", note_words(choice->note, lang, arena)));
	case NAME_PART:
		return catalogue_say(arena, lang, M("part of the name is equal ({list})"), ARG("list", choice->told));
	case NAME_SIMILAR:
		return catalogue_say(arena, lang, M("looks alike, {percent} % ({list})"), ARG_N("percent", choice->alike / 10), ARG("list", choice->told));
	case NAME_GROUND_COUNT:
		break;
	}
	return STR("");
}

struct str
name_vendor_words(const struct name_choice *choice, enum lang lang, struct arena *arena)
{
	if (str_eq(choice->relation, STR("alias")) && choice->note.len > 0)
		return catalogue_say(arena, lang, M("the vendor by another name of it ({note})"), ARG("note", note_words(choice->note, lang, arena)));
	if (str_eq(choice->relation, STR("former")))
		return catalogue_say(arena, lang, M("the vendor by a change of name or a take-over ({note})"), ARG("note", note_words(choice->note, lang, arena)));
	return STR("");
}

struct str
name_product_words(const struct name_choice *choice, enum lang lang, struct arena *arena)
{
	if (choice->product.len == 0)
		return str_of(catalogue_text(lang, M("(a product that the lists do not have)")));
	if (choice->vendor.len == 0 || str_starts(choice->product, choice->vendor))
		return choice->product;
	return arena_printf(arena, "%.*s %.*s", STR_ARG(choice->vendor), STR_ARG(choice->product));
}
