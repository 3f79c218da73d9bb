#include "test.h"
#include <string.h>
#include <zlib.h>
#include "base/buf.h"
#include "format/cpe/cpe.h"

static const struct {
	const char *text, *string, *uri;
} forms[] = {
	{ "cpe:2.3:a:microsoft:internet_explorer:8.0.6001:beta:*:*:*:*:*:*",
	  "cpe:2.3:a:microsoft:internet_explorer:8.0.6001:beta:*:*:*:*:*:*",
	  "cpe:/a:microsoft:internet_explorer:8.0.6001:beta" },
	{ "cpe:/a:microsoft:internet_explorer:8.%02:sp%01",
	  "cpe:2.3:a:microsoft:internet_explorer:8.*:sp?:*:*:*:*:*:*",
	  "cpe:/a:microsoft:internet_explorer:8.%02:sp%01" },
	{ "cpe:/a:hp:insight_diagnostics:7.4.0.1570::~~online~win2003~x64~",
	  "cpe:2.3:a:hp:insight_diagnostics:7.4.0.1570:*:*:*:online:win2003:x64:*",
	  "cpe:/a:hp:insight_diagnostics:7.4.0.1570::~~online~win2003~x64~" },
	{ "wfn:[part=\"a\",vendor=\"foo\\\\bar\",product=\"big\\$money_2010\",language=NA,sw_edition=\"special\",target_sw=\"ipod_touch\",target_hw=\"80gb\"]",
	  "cpe:2.3:a:foo\\\\bar:big\\$money_2010:*:*:*:-:special:ipod_touch:80gb:*",
	  "cpe:/a:foo%5cbar:big%24money_2010:::~~special~ipod_touch~80gb~:-" },
	{ "CPE:2.3:A:Apache:HTTP_Server:2.4.62:*:*:*:*:*:*:*",
	  "cpe:2.3:a:apache:http_server:2.4.62:*:*:*:*:*:*:*",
	  "cpe:/a:apache:http_server:2.4.62" },
	{ "cpe:/:cybozu", "cpe:2.3:*:cybozu:*:*:*:*:*:*:*:*:*", "cpe:/:cybozu" },
	{ "cpe:/o:zte:zxr10_2800-4_almpufb%28low%29_firmware",
	  "cpe:2.3:o:zte:zxr10_2800-4_almpufb\\(low\\)_firmware:*:*:*:*:*:*:*:*",
	  "cpe:/o:zte:zxr10_2800-4_almpufb%28low%29_firmware" },
	{ "cpe:2.3:a:a:c\\+\\+:\\-1:*:*:*:*:*:*:*",
	  "cpe:2.3:a:a:c\\+\\+:-1:*:*:*:*:*:*:*",
	  "cpe:/a:a:c%2b%2b:-1" },
	{ "cpe:2.3:a:a:b\\:c:1\\*2:-:*:*:*:*:*:*",
	  "cpe:2.3:a:a:b\\:c:1\\*2:-:*:*:*:*:*:*",
	  "cpe:/a:a:b%3ac:1%2a2:-" },
	{ "cpe:2.3:a:a:c++:??1*:*:*:*:*:*:*:*",
	  "cpe:2.3:a:a:c\\+\\+:??1*:*:*:*:*:*:*:*",
	  "cpe:/a:a:c%2b%2b:%01%011%02" },
	{ "cpe:/a:hp:x:::~-~portal~sw~x86~a~b~c:",
	  "cpe:2.3:a:hp:x:*:*:-:*:portal:sw:x86:a\\~b\\~c",
	  "cpe:/a:hp:x:::~-~portal~sw~x86~a%7eb%7ec" },
	{ "cpe:/a:micro%01%01:internet%02:%21%22%23%24%25%26%27%28%29%2a%2b%2c:beta-.::online%2f%3a%3b%3c%3d%3e%3f%40%5b%5c%5d%5e",
	  "cpe:2.3:a:micro??:internet*:\\!\\\"\\#\\$\\%\\&\\'\\(\\)\\*\\+\\,:beta-.:*:online\\/\\:\\;\\<\\=\\>\\?\\@\\[\\\\\\]\\^:*:*:*:*",
	  "cpe:/a:micro%01%01:internet%02:%21%22%23%24%25%26%27%28%29%2a%2b%2c:beta-.::online%2f%3a%3b%3c%3d%3e%3f%40%5b%5c%5d%5e" },
	{ "cpe:2.3:a:a:b:1\\\\:*:*:*:*:*:*:*", "cpe:2.3:a:a:b:1\\\\:*:*:*:*:*:*:*", "cpe:/a:a:b:1%5c" },
	{ "cpe:/a:a\\b:???", "cpe:2.3:a:a\\\\b:???:*:*:*:*:*:*:*:*", "cpe:/a:a%5cb:%01%01%01" },
	{ "cpe:2.3:a:a:\\*:\\?:*:*:*:*:*:*:*", "cpe:2.3:a:a:\\*:\\?:*:*:*:*:*:*:*", "cpe:/a:a:%2a:%3f" },
	{ "wfn:[ part = \"o\" , vendor=any , product=\"\\\"x\\\"\", version = na ]",
	  "cpe:2.3:o:*:\\\"x\\\":-:*:*:*:*:*:*:*", "cpe:/o::%22x%22:-" },
	{ "wfn:[]", "cpe:2.3:*:*:*:*:*:*:*:*:*:*:*", "cpe:/" },
	{ "cpe:/-:a", "cpe:2.3:-:a:*:*:*:*:*:*:*:*:*", "cpe:/-:a" },
};

static void
three_forms_are_one_name(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		struct cpe cpe, again;

		assert_ok(cpe_parse(str_of(forms[i].text), arena, &cpe));
		assert_str(cpe_format(&cpe, arena), forms[i].string);
		assert_str(cpe_format_uri(&cpe, arena), forms[i].uri);
		assert_ok(cpe_parse(cpe_format_uri(&cpe, arena), arena, &again));
		assert_str(cpe_format(&again, arena), forms[i].string);
		assert_ok(cpe_parse(cpe_format_wfn(&cpe, arena), arena, &again));
		assert_str(cpe_format(&again, arena), forms[i].string);
		assert_str(cpe_format_uri(&again, arena), forms[i].uri);
	}
}

static const struct {
	const char *text, *why;    /* a part of the sentence */
} refused[] = {
	{ "",                                       "not a CPE name" },
	{ "cpe",                                    "not a CPE name" },
	{ "cpe:2.2:a:b:c",                          "not a CPE name" },
	{ " cpe:/a:b",                              "not a CPE name" },
	{ "cpe:2.3:",                               "\"part\" of the CPE name: The value at character 9 is empty" },
	{ "cpe:2.3:a:b:c",                          "has 3 attributes" },
	{ "cpe:2.3:a:b:c:1:*:*:*:*:*:*",            "has 10 attributes" },
	{ "cpe:2.3:a:b:c:1:*:*:*:*:*:*:*:*",        "has 12 attributes" },
	{ "cpe:/x:vendor",                          "not \"x\" as at character 6" },
	{ "cpe:/app:vendor",                        "not \"app\" as at character 6" },
	{ "cpe:/%01:vendor",                        "not \"%01\" as at character 6" },
	{ "cpe:2.3:a:b::1:*:*:*:*:*:*:*",           "\"product\" of the CPE name: The value at character 13 is empty" },
	{ "cpe:2.3:a:b:c:1*2:*:*:*:*:*:*:*",        "A wildcard stands inside the value at character 15" },
	{ "cpe:2.3:a:b:c:1?2:*:*:*:*:*:*:*",        "A wildcard stands inside the value at character 15" },
	{ "cpe:2.3:a:b:c:?*:*:*:*:*:*:*:*",         "A wildcard stands inside" },
	{ "cpe:2.3:a:b:c:*?:*:*:*:*:*:*:*",         "A wildcard stands inside" },
	{ "cpe:2.3:a:b:c:**:*:*:*:*:*:*:*",         "A wildcard stands inside" },
	{ "cpe:2.3:a:b:c:a**:*:*:*:*:*:*:*",        "A wildcard stands inside" },
	{ "cpe:2.3:a:b:c:a?*:*:*:*:*:*:*:*",        "A wildcard stands inside" },
	{ "cpe:2.3:a:b:c:a*?:*:*:*:*:*:*:*",        "A wildcard stands inside" },
	{ "cpe:2.3:a:b:c:\\-:*:*:*:*:*:*:*",        "The value at character 15 is \"\\-\" alone" },
	{ "cpe:/a:b:%2d",                           "The value at character 10 is \"%2d\" alone" },
	{ "cpe:/a:b:%02",                           "The value at character 10 is \"%02\" alone" },
	{ "cpe:2.3:a:b c:d:1:*:*:*:*:*:*:*",        "\"vendor\" of the CPE name: Character 12 is a space" },
	{ "cpe:2.3:a:日本:d:1:*:*:*:*:*:*:*",       "Character 11 of the CPE name is not printable ASCII" },
	{ "cpe:/a:b\x7f",                           "Character 9 of the CPE name is not printable ASCII" },
	{ "cpe:/a:b\n",                             "Character 9 of the CPE name is not printable ASCII" },
	{ "cpe:2.3:a:b:c:1:*:*:*:*:*:*:x\\",        "The backslash at character 30 quotes nothing" },
	{ "cpe:/a:b:c%zz",                          "\"%\" at character 11" },
	{ "cpe:/a:b:c%4",                           "\"%\" at character 11" },
	{ "cpe:/a:b:c%4g",                          "\"%\" at character 11" },
	{ "cpe:/a:b:c%-1",                          "\"%\" at character 11" },
	{ "cpe:/a:b:c%00",                          "Character 11 is a space" },
	{ "cpe:/a:b:c%20",                          "Character 11 is a space" },
	{ "cpe:/a:b:c%7F",                          "Character 11 is a space" },
	{ "cpe:/a:b:c%c3",                          "Character 11 is a space" },
	{ "cpe:/a:b:c:1:2:3:4:5",                   "one too many at character 20" },
	{ "cpe:/a:b:c:1:2:~1~2",                    "\"~1~2\" at character 16" },
	{ "cpe:/a:b:c:1:2:~1~2~3~%zz~",             "\"target_hw\" of the CPE name" },
	{ "wfn:[",                                  "attribute \"\"" },
	{ "wfn:[part",                              "at character 6 an attribute \"part\"" },
	{ "wfn:[part=\"a\"",                        "nor a last \"]\" at character 14" },
	{ "wfn:[part=\"a\"]]",                      "nor a last \"]\" at character 14" },
	{ "wfn:[part=\"a\",]",                      "at character 15 an attribute \"]\"" },
	{ "wfn:[part=\"a\",part=\"a\"]",            "at character 15 an attribute \"part\"" },
	{ "wfn:[color=\"a\"]",                      "at character 6 an attribute \"color\"" },
	{ "wfn:[vendor=\"a\",part=\"b\"]",        "not \"b\" as at character 23" },
	{ "wfn:[part=a]",                           "The value at character 11 of the well-formed name is neither" },
	{ "wfn:[part=\"a]",                         "The quotation mark at character 11" },
	{ "wfn:[part=\"a\\",                        "The quotation mark at character 11" },
	{ "wfn:[vendor=\"*\"]",                     "The value at character 14 is \"*\" alone" },
	{ "wfn:[vendor=\"-\"]",                     "The value at character 14 is \"-\" alone" },
	{ "wfn:[vendor=\"\"]",                      "The value at character 14 is empty" },
	{ "wfn:[vendor=\"a b\"]",                   "Character 15 is a space" },
	{ "wfn:[vendor=ANYTHING]",                  "at character 16" },
};

static void
what_is_no_name_is_refused_with_its_place(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	char *longest = arena_alloc(arena, 5000);
	struct cpe cpe;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
		struct err *err = cpe_parse(str_of(refused[i].text), arena, &cpe);
		struct str sentence;

		if (err == NULL)
			fail_msg("%s was taken", refused[i].text);
		assert_int_equal(err->code, ERR_FORMAT);
		sentence = err_sentence(err, LANG_EN, arena);
		if (str_find(sentence, str_of(refused[i].why)) == SIZE_MAX)
			fail_msg("%s: %.*s", refused[i].text, STR_ARG(sentence));
	}
	memset(longest, 'a', 5000);
	assert_err(cpe_parse((struct str){ longest, 5000 }, arena, &cpe), ERR_LIMIT);
}

/* Table 6-2 of NISTIR 7696, its 17 rows in its order: i and k values, m a value with wildcards. */
static const struct {
	const char       *source, *target;    /* the version attribute */
	enum cpe_relation relation;
} table_6_2[] = {
	{ "*",   "*",   CPE_EQUAL },       /*  1 ANY ANY */
	{ "*",   "-",   CPE_SUPERSET },    /*  2 ANY NA  */
	{ "*",   "1.0", CPE_SUPERSET },    /*  3 ANY i   */
	{ "*",   "1.*", CPE_UNDEFINED },   /*  4 ANY m   */
	{ "-",   "*",   CPE_SUBSET },      /*  5 NA  ANY */
	{ "-",   "-",   CPE_EQUAL },       /*  6 NA  NA  */
	{ "-",   "1.0", CPE_DISJOINT },    /*  7 NA  i   */
	{ "-",   "1.*", CPE_UNDEFINED },   /*  8 NA  m   */
	{ "1.0", "1.0", CPE_EQUAL },       /*  9 i   i   */
	{ "1.0", "2.0", CPE_DISJOINT },    /* 10 i   k   */
	{ "1.0", "1.*", CPE_UNDEFINED },   /* 11 i   m   */
	{ "1.0", "-",   CPE_DISJOINT },    /* 12 i   NA  */
	{ "1.0", "*",   CPE_SUBSET },      /* 13 i   ANY */
	{ "1.*", "1.0", CPE_SUPERSET },    /* 14 m   i: superset … */
	{ "1.*", "2.0", CPE_DISJOINT },    /* 14 … or disjoint     */
	{ "1.*", "*",   CPE_SUBSET },      /* 15 m   ANY */
	{ "1.*", "-",   CPE_DISJOINT },    /* 16 m   NA  */
	{ "1.*", "2.?", CPE_UNDEFINED },   /* 17 m   m   */
	{ "1.*", "1.*", CPE_UNDEFINED },   /* 17 also where they are alike */
};

/* Sources with wildcards and the targets they cover or not. */
static const struct {
	const char *source, *target;
	bool        covers;
} wildcards[] = {
	{ "1.*",    "1.",       true },  { "1.*",    "1",        false }, { "1.*",    "21.0",     false },
	{ "*.1",    "4.0.1",    true },  { "*.1",    "4.0.2",    false }, { "*.1",    ".1",       true },
	{ "*0*",    "4.0.1",    true },  { "*0*",    "0",        true },  { "*0*",    "4.1",      false },
	{ "*aab",   "aaab",     true },  { "aab*",   "aaab",     false }, { "*ab",    "abab",     true },
	{ "1.?",    "1.5",      true },  { "1.?",    "1.",       true },  { "1.?",    "1.55",     false },
	{ "1.??",   "1.55",     true },  { "1.??",   "1.555",    false }, { "1.??",   "1.",       true },
	{ "?1",     "21",       true },  { "?1",     "1",        true },  { "?1",     "321",      false },
	{ "??1",    "321",      true },  { "?1?",    "1",        true },  { "?1?",    "211",      true },
	{ "?1?",    "2113",     false }, { "?1*",    "21.0.5",   true },  { "*1?",    "9.12",     true },
	{ "*1?",    "9.123",    false }, { "?",      "a",        true },  { "?",      "ab",       false },
	{ "???",    "1.0",      true },  { "???",    "1",        true },  { "???",    "1.05",     false },
	{ "1\\**",  "1\\*2",    true },  { "1\\**",  "1x2",      false }, { "*\\?",   "what\\?",  true },
	{ "*\\?",   "whats",    false }, { "?1",     "\\*1",     true },  { "?1",     "\\*\\*1",  false },
	{ "1??",    "1\\?\\*",  true },  { "1?",     "1\\?\\*",  false }, { "*\\\\",  "a\\\\",    true },
	{ "*\\\\*", "a\\?b",    false }, { "B?",     "beta",     false }, { "B*",     "BETA",     true },
	{ "??icrosoft", "\\!\\#icrosoft", true }, { "microso??", "microso\\!\\#ft", false },
};

static struct cpe
named(struct arena *arena, const char *product, const char *version)
{
	struct str text = arena_printf(arena, "cpe:2.3:a:acme:%s:%s:*:*:*:*:*:*:*", product, version);
	struct cpe cpe;

	assert_ok(cpe_parse(text, arena, &cpe));
	return cpe;
}

static void
expect_relation(struct arena *arena, const char *source_text, const char *target_text, enum cpe_relation expected)
{
	struct cpe source = named(arena, "anvil", source_text), target = named(arena, "anvil", target_text);
	enum cpe_relation relation = cpe_relation(&source, &target);

	if (relation != expected)
		fail_msg("%s against %s is %s", source_text, target_text, cpe_relation_name(relation));
}

static void
values_relate_as_table_6_2_says(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(table_6_2); i++)
		expect_relation(arena, table_6_2[i].source, table_6_2[i].target, table_6_2[i].relation);
	expect_relation(arena, "Beta", "bETA", CPE_EQUAL);
}

static void
wildcards_cover_what_they_stand_for(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wildcards); i++)
		expect_relation(arena, wildcards[i].source, wildcards[i].target,
		    wildcards[i].covers ? CPE_SUPERSET : CPE_DISJOINT);
}

/* Whole names: tables 6-3 and 6-4, and what they leave open. */
static const struct {
	const char *source, *target, *relation;
} names[] = {
	{ "cpe:/", "cpe:/", "equal" },
	{ "cpe:/", "cpe:/a:acme:anvil:1.0", "superset" },
	{ "cpe:/a:acme:anvil:1.0", "cpe:/", "subset" },
	{ "cpe:/a:acme:anvil", "cpe:/a:acme:anvil:1.0", "superset" },
	{ "cpe:/a:acme:anvil", "cpe:/a:acme:hammer", "disjoint" },
	{ "cpe:/a:acme:anvil:1.0", "cpe:2.3:A:Acme:Anvil:1.0:*:*:*:*:*:*:*", "equal" },
	{ "cpe:/a:acme:anvil::sp1", "cpe:/a:acme:anvil:1.0", "overlap" },
	{ "cpe:/a:acme:anvil:1.0", "cpe:/a:acme:anvil::sp1", "overlap" },
	{ "cpe:/a:acme:anvil:1.0", "cpe:/a:acme:anvil:1.%02", "undefined" },
	{ "cpe:/a:acme:anvil::sp1", "cpe:/a:acme:anvil:1.%02", "undefined" },
	{ "cpe:/a:acme:hammer:1.0", "cpe:/a:acme:anvil:1.%02", "disjoint" },
	{ "wfn:[part=\"a\",vendor=\"microsoft\",product=\"internet_explorer\",version=\"8\\.0\\.6001\",update=\"beta\",language=\"sp2\"]",
	  "wfn:[part=\"a\",vendor=\"microsoft\",product=\"internet_explorer\",update=\"beta\"]", "subset" },
	{ "wfn:[part=\"a\",vendor=\"adobe\",version=\"9\\.*\",edition=\"PalmOS\"]",
	  "wfn:[part=\"a\",product=\"reader\",version=\"9\\.3\\.2\",update=NA,edition=NA]", "disjoint" },
	{ "wfn:[part=\"a\",vendor=\"adobe\",product=\"reader\",version=\"9\\.*\",update=NA,edition=NA]",
	  "wfn:[part=\"a\",vendor=\"adobe\",product=\"reader\",version=\"9\\.3\\.2\",update=NA,edition=NA]", "superset" },
	{ "wfn:[part=\"o\",vendor=\"microsoft\",product=\"windows_?\",sw_edition=\"home*\",target_sw=NA,target_hw=\"x64\",other=NA,language=\"en\\-us\"]",
	  "wfn:[part=\"o\",vendor=\"microsoft\",product=\"windows_7\",version=\"6\\.1\",update=\"sp1\",sw_edition=\"home_basic\",target_sw=NA,target_hw=\"x32\",language=\"en\\-us\"]",
	  "disjoint" },
	{ "wfn:[part=\"o\",vendor=\"microsoft\",product=\"windows_?\",sw_edition=\"home*\",target_sw=NA,target_hw=\"x64\",other=NA,language=\"en\\-us\"]",
	  "wfn:[part=\"o\",vendor=\"microsoft\",product=\"windows_7\",version=\"6\\.1\",update=\"sp1\",sw_edition=\"home_basic\",target_sw=NA,target_hw=\"x64\",language=\"en\\-us\"]",
	  "overlap" },
};

static void
names_relate_by_all_attributes_together(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct cpe source, target;

		assert_ok(cpe_parse(str_of(names[i].source), arena, &source));
		assert_ok(cpe_parse(str_of(names[i].target), arena, &target));
		if (strcmp(cpe_relation_name(cpe_relation(&source, &target)), names[i].relation) != 0)
			fail_msg("%s against %s is %s", names[i].source, names[i].target,
			    cpe_relation_name(cpe_relation(&source, &target)));
	}
}

static enum cpe_relation
mirrored(enum cpe_relation relation)
{
	return relation == CPE_SUBSET ? CPE_SUPERSET : relation == CPE_SUPERSET ? CPE_SUBSET : relation;
}

/* The n-th of the names whose vendor, product and version are each one of four values. */
static struct cpe
nth_name(size_t n)
{
	static const struct cpe_value values[] = {
		{ .kind = CPE_ANY }, { .kind = CPE_NA }, { CPE_VALUE, STR_INIT("a") }, { CPE_VALUE, STR_INIT("b") },
	};
	struct cpe cpe = { 0 };

	for (size_t i = CPE_VENDOR; i <= CPE_VERSION; i++, n /= ARRAY_LEN(values))
		cpe.attributes[i] = values[n % ARRAY_LEN(values)];
	return cpe;
}

/* Does a hold the fully named x? By the definition of the relations, without table 6-2. */
static bool
holds(const struct cpe *a, const struct cpe *x)
{
	for (size_t i = 0; i < CPE_ATTRIBUTE_COUNT; i++) {
		const struct cpe_value *v = &a->attributes[i], *w = &x->attributes[i];

		if (v->kind != CPE_ANY && (v->kind != w->kind || !str_eq(v->text, w->text)))
			return false;
	}
	return true;
}

/*
 * Names as the sets of fully named things they hold, compared as sets, over all pairs of 64 names: the relation
 * says the same, whichever of the two is the source.
 */
static void
relations_are_those_of_sets(void **state)
{
	(void)state;
	for (size_t n = 0; n < 64 * 64; n++) {
		struct cpe a = nth_name(n % 64), b = nth_name(n / 64);
		bool only_a = false, only_b = false, both = false;
		enum cpe_relation relation = cpe_relation(&a, &b), expected;

		for (size_t k = 0; k < 64; k++) {
			struct cpe x = nth_name(k);

			both = both || (holds(&a, &x) && holds(&b, &x));
			only_a = only_a || (holds(&a, &x) && !holds(&b, &x));
			only_b = only_b || (!holds(&a, &x) && holds(&b, &x));
		}
		expected = !both ? CPE_DISJOINT : only_a && only_b ? CPE_OVERLAP : only_a ? CPE_SUPERSET : only_b ? CPE_SUBSET : CPE_EQUAL;
		assert_int_equal(relation, expected);
		assert_int_equal(cpe_relation(&b, &a), mirrored(relation));
	}
}

static void
the_product_key_is_what_an_index_asks_by(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct cpe cpe;

	(void)state;
	assert_ok(cpe_parse(STR("cpe:/a:Apache:Tomcat:9.0"), arena, &cpe));
	assert_str(cpe_product_key(&cpe, arena), "apache:tomcat");
	assert_ok(cpe_parse(STR("cpe:/a:a%3ab:c"), arena, &cpe));
	assert_str(cpe_product_key(&cpe, arena), "a\\:b:c");
	assert_ok(cpe_parse(STR("cpe:/:apache"), arena, &cpe));
	assert_str(cpe_product_key(&cpe, arena), "");
	assert_ok(cpe_parse(STR("cpe:/a::tomcat"), arena, &cpe));
	assert_str(cpe_product_key(&cpe, arena), "");
	assert_ok(cpe_parse(STR("cpe:/a:apache:tom%02"), arena, &cpe));
	assert_str(cpe_product_key(&cpe, arena), "");
	assert_str(cpe_value_plain(&cpe.attributes[CPE_VENDOR], arena), "apache");
	assert_ok(cpe_parse(STR("cpe:2.3:a:x:y:1\\*2:*:*:*:*:*:*:*"), arena, &cpe));
	assert_str(cpe_value_plain(&cpe.attributes[CPE_VERSION], arena), "1*2");
}

/* Every real URI comes back as it was: the data is in canonical form. */
static void
real_uris_come_back_as_they_were(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new(), *item ARENA_SCOPE = NULL;
	const char *path = test_data(arena, "cpe/cpe22-uris.odd-lines.txt.gz");
	char line[4096];
	size_t count = 0;
	gzFile file;

	(void)state;
	skip_without(path, &arena);
	item = arena_new();
	file = gzopen(path, "rb");
	assert_non_null(file);
	while (gzgets(file, line, sizeof(line)) != NULL) {
		struct str text = str_trim_space(str_of(line));
		struct cpe cpe, again;

		arena_reset(item);
		assert_ok(cpe_parse(text, item, &cpe));
		assert_str(cpe_format_uri(&cpe, item), arena_cstr(item, text));
		assert_ok(cpe_parse(cpe_format(&cpe, item), item, &again));
		assert_int_equal(cpe_relation(&cpe, &again), CPE_EQUAL);
		count++;
	}
	gzclose(file);
	print_message("  %zu real URIs\n", count);
	assert_int_equal(count, 18703);
}

/* Samples of the official dictionary: the names of the two forms stand side by side and are equal. */
static void
the_official_dictionary_is_read(void **state)
{
	static const char *const files[] = {
		"cpe/openscap/official-cpe-dictionary_v2.2.xml", "cpe/openscap/official-cpe-dictionary_v2.3.xml",
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	size_t count = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		const char *path = test_data(arena, files[i]);
		struct cpe cpe, item = { 0 };
		struct str rest, text;
		bool bound;    /* it is the other form of the item before it */

		skip_without(path, &arena);
		assert_ok(file_read(str_of(path), (size_t)1 << 20, arena, &rest));
		for (size_t at; (at = str_find(rest, STR("name=\"cpe:"))) != SIZE_MAX; count++) {
			bound = str_ends(str_sub(rest, 0, at), STR("cpe23-item "));
			(void)str_cut(str_from(rest, at + 6), '"', &text, &rest);
			assert_ok(cpe_parse(text, arena, &cpe));
			assert_str(str_starts(text, STR("cpe:/")) ? cpe_format_uri(&cpe, arena) : cpe_format(&cpe, arena),
			    arena_cstr(arena, text));
			if (bound)
				assert_int_equal(cpe_relation(&item, &cpe), CPE_EQUAL);
			item = cpe;
		}
	}
	print_message("  %zu names\n", count);
	assert_int_equal(count, 25);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(three_forms_are_one_name),
		cmocka_unit_test(what_is_no_name_is_refused_with_its_place),
		cmocka_unit_test(values_relate_as_table_6_2_says),
		cmocka_unit_test(wildcards_cover_what_they_stand_for),
		cmocka_unit_test(relations_are_those_of_sets),
		cmocka_unit_test(names_relate_by_all_attributes_together),
		cmocka_unit_test(the_product_key_is_what_an_index_asks_by),
		cmocka_unit_test(the_official_dictionary_is_read),
		cmocka_unit_test(real_uris_come_back_as_they_were),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
