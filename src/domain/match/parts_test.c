/*
 * parts_test.c - the parts of the room by themselves: names, distributions, the overlay, candidates, faces.
 */
#include "test.h"
#include "domain/match/distro.h"
#include "domain/match/match.h"
#include "domain/match/pool.h"
#include "domain/match/product.h"
#include "domain/match/sets.h"
#include "domain/match/world_test.h"

static void
names_fold_to_what_they_mean(void **state)
{
	static const struct { const char *a, *b; bool same; } cases[] = {
		{ "Apache Tomcat", "apache-tomcat", true },
		{ "ＡＰＡＣＨＥ　Ｔｏｍｃａｔ", "apache_tomcat", true },
		{ "ﾄﾑｷｬｯﾄ", "トムキャット", true },
		{ "とむきゃっと", "トムキャット", true },
		{ "サーバー", "サーバ", true },
		{ "サイボウズ・ガルーン", "サイボウズ ガルーン", true },
		{ "C++ Builder", "C Builder", false },
		{ "C# Builder", "C Builder", false },
		{ "Acme® Tool", "Acme Tool", true },
		{ "Ａｃｍｅ–Ｔｏｏｌ", "acme tool", true },      /* a dash of typesetters */
		{ "「アクメ」ツール", "アクメツール", true },
		{ "Äcme", "Acme", false },
		{ "縺ヿゟ", "縺ヿゟ", true },                       /* behind the kana that have a twin */
		{ "Tomcat 9", "Tomcat 8", false },
		{ "", "-", true },
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		print_message("  %s / %s\n", cases[i].a, cases[i].b);
		assert_int_equal(str_eq(product_fold(str_of(cases[i].a), arena), product_fold(str_of(cases[i].b), arena)),
		    cases[i].same);
	}
	assert_int_equal(product_fold(STR("\xff\xfe broken"), arena).len, 0);
	arena_free(arena);
}

static void
ecosystems_and_components_name_one_release(void **state)
{
	static const struct { const char *ecosystem, *release; enum channel channel; } ecosystems[] = {
		{ "Debian:12", "12", CHANNEL_MAIN }, { "Debian:6.0", "6", CHANNEL_MAIN }, { "Debian", "", CHANNEL_MAIN },
		{ "Ubuntu:22.04:LTS", "22.04", CHANNEL_MAIN }, { "Ubuntu:24.10", "24.10", CHANNEL_MAIN },
		{ "Ubuntu:Pro:18.04:LTS", "18.04", CHANNEL_EXTENDED },
		{ "Ubuntu:Pro:FIPS-updates:20.04:LTS", "FIPS-updates:20.04:LTS", CHANNEL_OTHER },
		{ "Alpine:v3.20", "3.20", CHANNEL_MAIN }, { "AlmaLinux:9", "9", CHANNEL_MAIN },
		{ "Rocky Linux:8", "8", CHANNEL_MAIN }, { "Red Hat:enterprise_linux:9::baseos", "9", CHANNEL_MAIN },
		{ "Red Hat:rhel_eus:9.2::appstream", "9.2", CHANNEL_EXTENDED },
		{ "Red Hat:openshift:4.12::el9", "4.12", CHANNEL_OTHER },
		{ "SUSE:Linux Enterprise Server 15 SP4", "15.4", CHANNEL_MAIN },
		{ "SUSE:Linux Enterprise Module for Basesystem 15 SP4", "15.4", CHANNEL_MAIN },
		{ "openSUSE:Leap 15.5", "15.5", CHANNEL_MAIN }, { "openSUSE:Tumbleweed", "Tumbleweed", CHANNEL_MAIN },
		{ "Wolfi", "", CHANNEL_MAIN }, { "openEuler:22.03-LTS-SP1", "22.03-LTS-SP1", CHANNEL_MAIN },
		/* Suffixes that are none: a line without its release, a service pack without its number. */
		{ "Ubuntu", "", CHANNEL_OTHER }, { "Ubuntu:Pro:", "", CHANNEL_OTHER },
		{ "SUSE:Linux Enterprise Server 15 SP", "15", CHANNEL_MAIN },
		{ "SUSE:Linux Enterprise Server 15 for SAP SP4", "15.4", CHANNEL_MAIN },
		{ "SUSE:Linux  Enterprise SP4 15", "15", CHANNEL_MAIN },
	};
	static const struct { const char *id, *release, *wanted; } components[] = {
		{ "debian", "12", "12" }, { "debian", "12.5", "12" }, { "ubuntu", "22.04", "22.04" }, { "alpine", "3.20.3", "3.20" },
		{ "almalinux", "9.4", "9" }, { "rhel", "9.4", "9" }, { "sles", "15.4", "15.4" }, { "opensuse-leap", "15.5", "15.5" },
		{ "opensuse-tumbleweed", "20240101", "Tumbleweed" }, { "wolfi", "20230201", "" }, { "debian", "", "" },
		{ "openeuler", "22.03-LTS-SP1", "22.03-LTS-SP1" }, { "debian", "sid", "sid" },
	};
	struct arena *arena = arena_new();
	enum channel channel;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(ecosystems); i++) {
		const struct distro *distro = distro_of_ecosystem(str_of(ecosystems[i].ecosystem));

		print_message("  %s\n", ecosystems[i].ecosystem);
		assert_non_null(distro);
		assert_str(distro_release_of_ecosystem(distro, str_of(ecosystems[i].ecosystem), arena, &channel),
		    ecosystems[i].release);
		assert_int_equal(channel, ecosystems[i].channel);
	}
	for (size_t i = 0; i < ARRAY_LEN(components); i++) {
		struct component component = { .release = str_of(components[i].release) };

		print_message("  %s %s\n", components[i].id, components[i].release);
		assert_str(distro_release_of_component(distro_of_id(str_of(components[i].id)), &component, arena, &channel),
		    components[i].wanted);
	}
	assert_null(distro_of_ecosystem(STR("PyPI")));
	assert_null(distro_of_id(STR("")));
	arena_free(arena);
}

static void
what_was_maintained_longer_is_of_the_extended_channel(void **state)
{
	static const struct { struct component component; enum channel channel; } cases[] = {
		{ { .version = STR_INIT("7.58.0-2ubuntu3.24") }, CHANNEL_MAIN },
		{ { .version = STR_INIT("7.58.0-2ubuntu3.24+esm1") }, CHANNEL_EXTENDED },
		{ { .version = STR_INIT("7.58.0"), .source_version = STR_INIT("7.58.0-2ubuntu3.24+esm1") }, CHANNEL_EXTENDED },
		{ { .version = STR_INIT("7.58.0-2ubuntu3.24"), .channel = STR_INIT("esm") }, CHANNEL_EXTENDED },
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	enum channel channel;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		(void)distro_release_of_component(distro_of_id(STR("ubuntu")), &cases[i].component, arena, &channel);
		assert_int_equal(channel, cases[i].channel);
	}
}

static void
upstream_versions_lose_what_the_packager_added(void **state)
{
	static const struct { enum scheme scheme; const char *version, *upstream; } cases[] = {
		{ SCHEME_DEB, "1:7.88.1-10+deb12u5", "7.88.1" }, { SCHEME_DEB, "2.36-9", "2.36" },
		{ SCHEME_DEB, "1.2.3+dfsg-1", "1.2.3" }, { SCHEME_RPM, "32:9.11.36-14.el8", "9.11.36" },
		{ SCHEME_DEB, "+dfsg-1", "+dfsg" }, { SCHEME_GENERIC, "x:1.0", "x:1.0" },
		{ SCHEME_APK, "2.6.7-r0", "2.6.7" }, { SCHEME_SEMVER, "1.0.0-rc.1", "1.0.0-rc.1" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_str(product_upstream_version(cases[i].scheme, str_of(cases[i].version)), cases[i].upstream);
}

static void
a_pool_keeps_each_string_once(void **state)
{
	struct pool pool;
	uint32_t first, again, other, empty;
	char text[16];

	(void)state;
	pool_init(&pool);
	assert_true(pool_put(&pool, STR("apache"), &first));
	assert_true(pool_put(&pool, STR("tomcat"), &other));
	assert_true(pool_put(&pool, STR("apache"), &again));
	assert_true(pool_put(&pool, STR(""), &empty));
	assert_int_equal(first, again);
	assert_int_not_equal(first, other);
	assert_int_equal(empty, 0);
	for (unsigned i = 0; i < 5000; i++) {
		(void)snprintf(text, sizeof(text), "%u", i);
		assert_true(pool_put(&pool, str_of(text), &other));
		assert_str(pool_at(&pool, other), text);
	}
	assert_str(pool_at(&pool, first), "apache");
	assert_int_equal(pool.count, 5002);
	assert_int_equal(pool_read(STR("\x05" "ab"), 0).len, 0);   /* longer than there is */
	assert_int_equal(pool_read(STR("ab"), 9).len, 0);
	pool_done(&pool);
}

/* ------------------------------------------------------------------------------------ overlay */

static struct str
overlay_of(struct arena *arena, bool backwards)
{
	const struct kev_entry kev = { .cve = STR("CVE-2021-44228"), .name = STR("Log4Shell"), .added = 18971, .ransomware = true };
	const struct epss_entry rows[] = {
		{ STR("CVE-2021-44228"), 944580, 999600 }, { STR("CVE-2021-44229"), 430, 70000 },
		{ STR("CVE-1999-0001"), 12, -1 }, { STR("CVE-2024-1234567"), 1000000, 1000000 },
	};
	struct match_overlay_builder *builder = match_overlay_builder_new();
	struct buf out BUF_SCOPE = { 0 };

	if (backwards)
		assert_ok(match_overlay_builder_kev(builder, &kev, arena));
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_ok(match_overlay_builder_epss(builder, &rows[backwards ? ARRAY_LEN(rows) - 1 - i : i], arena));
	if (!backwards)
		assert_ok(match_overlay_builder_kev(builder, &kev, arena));
	match_overlay_builder_finish(builder, &out);
	match_overlay_builder_free(builder);
	return arena_copy(arena, buf_str(&out));
}

static void
the_overlay_gives_back_kev_and_epss(void **state)
{
	struct arena *arena = arena_new();
	struct str image = overlay_of(arena, false);
	const struct match_overlay *overlay = NULL;
	struct match_threat threat;

	(void)state;
	assert_true(str_eq(image, overlay_of(arena, true)));
	assert_ok(match_overlay_open(image, arena, &overlay));
	assert_int_equal(match_overlay_count(overlay), 4);
	assert_true(match_overlay_find(overlay, STR("CVE-2021-44228"), arena, &threat));
	assert_true(threat.has_kev && threat.kev.ransomware);
	assert_str(threat.kev.name, "Log4Shell");
	assert_int_equal(threat.epss, 944580);
	assert_true(match_overlay_find(overlay, STR("CVE-1999-0001"), arena, &threat));
	assert_false(threat.has_kev);
	assert_int_equal(threat.percentile, -1);
	assert_true(match_overlay_find(overlay, STR("CVE-2024-1234567"), arena, &threat));
	assert_false(match_overlay_find(overlay, STR("CVE-2021-44230"), arena, &threat));
	assert_int_equal(threat.epss, -1);
	assert_false(match_overlay_find(overlay, STR("GHSA-1"), arena, &threat));
	assert_false(match_overlay_find(NULL, STR("CVE-2021-44228"), arena, &threat));
	for (size_t len = 0; len < image.len; len++)
		assert_err(match_overlay_open(str_sub(image, 0, len), arena, &overlay), ERR_FORMAT);
	arena_free(arena);
}

static void
the_overlay_takes_cve_numbers_only(void **state)
{
	struct match_overlay_builder *builder = match_overlay_builder_new();
	struct arena *arena = arena_new();

	(void)state;
	assert_err(match_overlay_builder_kev(builder, &(struct kev_entry){ .cve = STR("GHSA-1") }, arena), ERR_FORMAT);
	assert_err(match_overlay_builder_epss(builder, &(struct epss_entry){ .cve = STR("CVE-x-1") }, arena), ERR_FORMAT);
	match_overlay_builder_free(builder);
	arena_free(arena);
}

/* What is said of one CVE more than once is one, whichever came first: the higher number and the later text. */
static void
the_overlay_joins_what_is_said_twice(void **state)
{
	static const struct epss_entry rows[] = {
		{ STR_INIT("CVE-2024-1"), 500, 100 }, { STR_INIT("CVE-2024-1"), 500, 300 }, { STR_INIT("CVE-2024-1"), 500, 200 },
		{ STR_INIT("CVE-2024-1"), 400, 900 }, { STR_INIT("CVE-2024-2"), 7, 7 }, { STR_INIT("CVE-2024-2"), 7, 7 },
	};
	static const struct kev_entry kevs[] = {
		{ .cve = STR_INIT("CVE-2024-3"), .name = STR_INIT("A") }, { .cve = STR_INIT("CVE-2024-3"), .name = STR_INIT("B") },
		{ .cve = STR_INIT("CVE-2024-1"), .name = STR_INIT("C") },
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf images[2] = { { 0 }, { 0 } };
	const struct match_overlay *overlay = NULL;
	struct match_threat threat;

	(void)state;
	for (size_t backwards = 0; backwards < 2; backwards++) {
		struct match_overlay_builder *builder = match_overlay_builder_new();

		for (size_t i = 0; i < ARRAY_LEN(rows); i++)
			assert_ok(match_overlay_builder_epss(builder, &rows[backwards ? ARRAY_LEN(rows) - 1 - i : i], arena));
		for (size_t i = 0; i < ARRAY_LEN(kevs); i++)
			assert_ok(match_overlay_builder_kev(builder, &kevs[backwards ? ARRAY_LEN(kevs) - 1 - i : i], arena));
		match_overlay_builder_finish(builder, &images[backwards]);
		match_overlay_builder_free(builder);
	}
	assert_true(str_eq(buf_str(&images[0]), buf_str(&images[1])));
	assert_ok(match_overlay_open(buf_str(&images[0]), arena, &overlay));
	assert_int_equal(match_overlay_count(overlay), 3);
	assert_true(match_overlay_find(overlay, STR("CVE-2024-1"), arena, &threat));
	assert_int_equal(threat.epss, 500);
	assert_int_equal(threat.percentile, 300);
	assert_str(threat.kev.name, "C");
	assert_true(match_overlay_find(overlay, STR("CVE-2024-3"), arena, &threat));
	assert_int_equal(threat.epss, -1);
	assert_true(threat.has_kev);
	buf_done(&images[0]);
	buf_done(&images[1]);
}

/* What KEV lists, asked of every number around. */
static void
the_overlay_tells_what_kev_lists(void **state)
{
	enum { LISTED = 5, STEP = 3 };
	struct match_overlay_builder *builder = match_overlay_builder_new();
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct match_overlay *overlay = NULL;
	struct buf out BUF_SCOPE = { 0 };

	(void)state;
	for (unsigned i = 1; i <= LISTED; i++) {
		const struct kev_entry kev = { .cve = arena_printf(arena, "CVE-2024-%u", i * STEP), .name = STR("x") };
		const struct epss_entry epss = { arena_printf(arena, "CVE-2024-%u", i * STEP + 1), 5, 5 };

		assert_ok(match_overlay_builder_kev(builder, &kev, arena));
		assert_ok(match_overlay_builder_epss(builder, &epss, arena));
	}
	match_overlay_builder_finish(builder, &out);
	match_overlay_builder_free(builder);
	assert_ok(match_overlay_open(buf_str(&out), arena, &overlay));
	for (unsigned i = 0; i <= (LISTED + 1) * STEP; i++) {
		uint64_t key = 0;

		assert_true(match_cve_key(arena_printf(arena, "CVE-2024-%u", i), &key));
		assert_int_equal(match_overlay_has_kev(overlay, key), i > 0 && i % STEP == 0 && i / STEP <= LISTED);
	}
}

static void
an_empty_overlay_has_nothing_of_anything(void **state)
{
	struct match_overlay_builder *builder = match_overlay_builder_new();
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct match_overlay *overlay = NULL;
	struct buf out BUF_SCOPE = { 0 };
	struct match_threat threat;
	uint64_t key = 0;

	(void)state;
	match_overlay_builder_finish(builder, &out);
	match_overlay_builder_free(builder);
	match_overlay_builder_free(NULL);
	assert_ok(match_overlay_open(buf_str(&out), arena, &overlay));
	assert_int_equal(match_overlay_count(overlay), 0);
	assert_false(match_overlay_find(overlay, STR("CVE-2024-1"), arena, &threat));
	assert_int_equal(match_overlay_count(NULL), 0);
	assert_true(match_cve_key(STR("CVE-2024-1"), &key));
	assert_false(match_overlay_has_kev(NULL, key));
	assert_false(match_overlay_has_kev(overlay, key));
}

static void
a_foreign_overlay_is_refused(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str image = overlay_of(arena, false);
	const struct match_overlay *overlay = NULL;
	char *bytes = arena_alloc(arena, image.len);
	struct match_threat threat;
	size_t pool;

	(void)state;
	memcpy(bytes, image.ptr, image.len);
	bytes[0] ^= 1;
	assert_err(match_overlay_open((struct str){ bytes, image.len }, arena, &overlay), ERR_FORMAT);
	bytes[0] ^= 1;
	bytes[8] ^= 0x40;   /* the format's number */
	assert_err(match_overlay_open((struct str){ bytes, image.len }, arena, &overlay), ERR_FORMAT);
	bytes[8] ^= 0x40;
	/* A KEV entry that cannot be read takes nothing from the rest. */
	pool = str_find(image, STR("Log4Shell"));
	assert_int_not_equal(pool, SIZE_MAX);
	memset(bytes + pool - 8, 0xFF, 8);
	assert_ok(match_overlay_open((struct str){ bytes, image.len }, arena, &overlay));
	assert_true(match_overlay_find(overlay, STR("CVE-2021-44228"), arena, &threat));
	assert_false(threat.has_kev);
	assert_int_equal(threat.epss, 944580);
}

static void
a_cve_number_is_a_year_and_a_number(void **state)
{
	static const char *const none[] = {
		"", "GHSA-1", "CVE-2024", "CVE-x-1", "CVE-2024-x", "CVE-2024-", "CVE-10000-1", "CVE-2024-1099511627776", "cve-2024-1",
	};
	uint64_t key = 0, other = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(none); i++)
		assert_false(match_cve_key(str_of(none[i]), &key));
	assert_true(match_cve_key(STR("CVE-9999-1099511627775"), &key));
	assert_true(match_cve_key(STR("CVE-2024-1234"), &key) && match_cve_key(STR("CVE-2024-01234"), &other));
	assert_true(key == other && key == ((uint64_t)2024 << 40 | 1234));
}

/* ------------------------------------------------------------------------- names in the index */

static const struct match_index *index_of(const char *text, struct arena *arena);

/* Of very many products of one name those are proposed that most records name, as many as a person can look at. */
static void
no_more_products_are_proposed_than_help(void **state)
{
	enum { MAKERS = 250, PROPOSED = 200 };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf text BUF_SCOPE = { 0 };
	struct match_candidates found;

	(void)state;
	for (int i = 0; i < MAKERS; i++)
		buf_addf(&text, "nvd CVE-2024-%d OR(+a:maker%d:tool <9)\n", i, i);
	buf_add(&text, STR("nvd CVE-2025-1 OR(+a:maker0:tool <9)\nnvd CVE-2025-2 OR(+a:maker0:tool <9 +a:acme:tool <9)\ncomponent name=none\n"));
	buf_add_char(&text, '\0');
	found = match_candidates(index_of(text.ptr, arena), STR("Acme"), STR("Tool"), arena);
	assert_int_equal(found.count, PROPOSED);
	/* The one of that maker first, then by the number of records. */
	assert_str(found.items[0].identity, "cpe:2.3:a:acme:tool:*:*:*:*:*:*:*:*");
	assert_true(found.items[0].whole && !found.items[1].whole);
	for (size_t i = 2; i < found.count; i++) {
		assert_true(found.items[i - 1].vulnerabilities >= found.items[i].vulnerabilities);
		assert_false(str_eq(found.items[i].identity, found.items[0].identity));
	}
}

static const struct match_index *
index_of(const char *text, struct arena *arena)
{
	const struct match_index *index = NULL;
	struct world world = { 0 };

	assert_true(world_read(&world, str_of(text), arena));
	assert_ok(match_index_open(world_build(&world, arena, false, false), arena, &index));
	return index;
}

static void
names_propose_products_and_judge_nothing(void **state)
{
	static const char text[] =
	    "nvd CVE-2024-1001 OR(+a:apache:tomcat <9)\n"
	    "nvd CVE-2024-1002 OR(+a:apache:tomcat <8 +a:other:tomcat <1)\n"
	    "jvn JVNDB-1 of=CVE-2024-1001 | cpe=a:apache:tomcat | vendor=アパッチ | product=トムキャット | text=9 未満\n"
	    "osv GHSA-1 of=CVE-2024-1003 | at=PyPI | name=tomcat | from=0\n"
	    "component name=none\n";
	struct arena *arena = arena_new();
	const struct match_index *index = index_of(text, arena);
	struct match_candidates found;

	(void)state;
	found = match_candidates(index, STR("Apache"), STR("Tomcat"), arena);
	assert_int_equal(found.count, 3);
	assert_true(found.items[0].whole && found.items[0].is_cpe);
	assert_str(found.items[0].identity, "cpe:2.3:a:apache:tomcat:*:*:*:*:*:*:*:*");
	assert_false(found.items[1].whole);
	found = match_candidates(index, STR(""), STR("ﾄﾑｷｬｯﾄ"), arena);
	assert_int_equal(found.count, 1);
	assert_str(found.items[0].identity, "cpe:2.3:a:apache:tomcat:*:*:*:*:*:*:*:*");
	assert_int_equal(match_candidates(index, STR(""), STR("Tomcats"), arena).count, 0);
	assert_int_equal(match_candidates(index, STR("x"), STR(""), arena).count, 0);
	arena_free(arena);
}

static void
faces_are_found_by_every_name(void **state)
{
	struct str aliases[] = { STR("GHSA-jfh8-c2jp-5v3q"), STR("CVE-2021-45046") };
	struct vulnerability faces[] = {
		{ .id = STR("CVE-2021-44228"), .aliases = { aliases, 2, 2 }, .base = 100, .title_ja = STR("任意のコード") },
		{ .id = STR("CVE-2021-45046"), .base = 90 },
	};
	struct match_builder *builder = match_builder_new();
	struct advisory gone = { .source = SOURCE_NVD, .id = STR("CVE-2020-0001"), .state = ADVISORY_WITHDRAWN };
	struct arena *arena = arena_new();
	const struct match_index *index = NULL;
	struct buf out BUF_SCOPE = { 0 };
	struct vulnerability face;
	uint32_t number = 0, again = 0;

	(void)state;
	for (size_t i = ARRAY_LEN(faces); i-- > 0;)
		assert_ok(match_builder_vulnerability(builder, &faces[i], arena, &number));
	assert_ok(match_builder_vulnerability(builder, &faces[0], arena, &again));
	assert_int_equal(number, again);
	assert_ok(match_builder_advisory(builder, number, &gone, STR(""), arena));
	assert_err(match_builder_advisory(builder, 99, &gone, STR(""), arena), ERR_NOT_FOUND);
	assert_ok(match_builder_finish(builder, arena, &out));
	match_builder_free(builder);

	assert_ok(match_index_open(buf_str(&out), arena, &index));
	assert_int_equal(match_index_vulnerabilities(index), 2);
	assert_true(match_find(index, STR("GHSA-jfh8-c2jp-5v3q"), &number));
	assert_ok(match_vulnerability(index, number, arena, &face));
	assert_str(face.id, "CVE-2021-44228");
	assert_str(face.title_ja, "任意のコード");
	assert_int_equal(face.base, 100);
	/* An id is its own before it is another's alias. */
	assert_true(match_find(index, STR("CVE-2021-45046"), &number));
	assert_str(match_vulnerability_id(index, number), "CVE-2021-45046");
	assert_false(match_find(index, STR("CVE-2021-1"), &number));
	assert_err(match_vulnerability(index, 2, arena, &face), ERR_NOT_FOUND);
	assert_true(match_is_withdrawn(index, STR("CVE-2020-0001")));
	assert_false(match_is_withdrawn(index, STR("CVE-2021-44228")));
	arena_free(arena);
}

static void
an_empty_index_answers(void **state)
{
	struct match_builder *builder = match_builder_new();
	struct arena *arena = arena_new();
	const struct match_index *index = NULL;
	struct buf out BUF_SCOPE = { 0 };
	const struct component component = { .name = STR("x"), .cpe = STR("cpe:2.3:a:a:b:1:*:*:*:*:*:*:*") };
	struct match_ask ask = { 0 };
	struct match_result result;

	(void)state;
	assert_ok(match_builder_finish(builder, arena, &out));
	match_builder_free(builder);
	assert_ok(match_index_verify(buf_str(&out), arena));
	assert_ok(match_index_open(buf_str(&out), arena, &index));
	ask.index = index;
	assert_ok(match_component(&ask, &component, NULL, NULL, arena, &result));
	assert_false(result.judged);
	assert_int_equal(result.missing, MISSING_SOURCE);
	assert_str(result.needs, "nvd");
	assert_err(match_index_open(STR("not an index at all"), arena, &index), ERR_FORMAT);
	arena_free(arena);
}

/* ------------------------------------------------------------------------------------- verdicts */

static void
grounds_say_what_they_rest_on(void **state)
{
	static const struct { struct grounds grounds; const char *en; } cases[] = {
		{ { .record = STR_INIT("CVE-2024-1001"), .subject = STR_INIT("apache:tomcat"), .version = STR_INIT("9.0.1"),
		      .range = STR_INIT(">=9.0.0,<9.0.90"), .fixed = STR_INIT("9.0.90"), .reason = REASON_IN_RANGE },
		    "CVE-2024-1001: version 9.0.1 of apache:tomcat is in the affected range >=9.0.0,<9.0.90. It is fixed in 9.0.90." },
		{ { .record = STR_INIT("JVNDB-1"), .subject = STR_INIT("Tool"), .reason = REASON_NO_RANGE, .verdict = VERDICT_UNKNOWN },
		    "JVNDB-1 names Tool without saying which versions." },
		{ { .record = STR_INIT("X"), .subject = STR_INIT("T"), .range = STR_INIT("all"), .reason = REASON_NO_VERSION,
		      .verdict = VERDICT_UNKNOWN }, "X: every version of T is affected, and the installed version is not known." },
		{ { .reason = REASON_NONE }, "" },
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_str(grounds_sentence(&cases[i].grounds, LANG_EN, arena), cases[i].en);
	assert_str(verdict_words(VERDICT_AFFECTED, LANG_JA), "該当");
	assert_str(verdict_words(VERDICT_NOT_AFFECTED, LANG_JA), "非該当");
	assert_str(verdict_words(VERDICT_UNKNOWN, LANG_JA), "判定不能");
	arena_free(arena);
}

static void
every_missing_fact_has_its_question(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	assert_int_equal(missing_names.count, MISSING_COLLECTION + 1);
	assert_int_equal(reason_names.count, REASON_COUNT);
	assert_int_equal(question_names.count, QUESTION_COLLECT + 1);
	assert_int_equal(rank_names.count, RANK_NONE + 1);
	assert_int_equal(question_of(MISSING_NOTHING), QUESTION_NONE);
	for (int missing = MISSING_NOTHING + 1; missing <= MISSING_COLLECTION; missing++) {
		enum question question = question_of((enum missing)missing);

		assert_int_not_equal(question, QUESTION_NONE);
		assert_true(question_sentence(question, STR("Tomcat"), LANG_JA, arena).len > 0);
		assert_true(str_find(question_sentence(question, STR("Tomcat"), LANG_EN, arena), STR("Tomcat")) != SIZE_MAX);
	}
	arena_free(arena);
}

/* Both ends on every side there is, and sides that there are not. */
static void
sets_come_back_as_they_were(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct set_room room = { 0 };

	(void)state;
	for (unsigned sides = 0; sides < 0x80; sides++) {
		enum side lower = (enum side)(sides & 7), upper = (enum side)(sides >> 3 & 7);
		struct interval interval = { .releases_only = sides >> 6 != 0 };
		struct buf blob BUF_SCOPE = { 0 };
		struct version_set set = { 0 }, back;

		interval.lower = (struct cut){ lower, lower == CUT_NONE ? STR("") : STR("1.0") };
		interval.upper = (struct cut){ upper, upper == CUT_NONE ? STR("") : STR("2.0") };
		list_push(arena, &set.intervals, interval);
		set_encode(&set, SCHEME_SEMVER, arena, &blob);
		back = set_decode(buf_str(&blob), &room, arena);
		assert_int_equal(back.undecided, lower > CUT_AFTER_RELEASE || upper > CUT_AFTER_RELEASE);
		if (back.undecided)
			continue;
		assert_int_equal(back.intervals.count, 1);
		assert_int_equal(back.intervals.items[0].lower.side, lower);
		assert_int_equal(back.intervals.items[0].upper.side, upper);
		assert_int_equal(back.intervals.items[0].releases_only, interval.releases_only);
		assert_true(str_eq(back.intervals.items[0].upper.version, interval.upper.version));
		assert_int_equal(set_is_all(&back), lower == CUT_NONE && upper == CUT_NONE && !interval.releases_only);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_fold_to_what_they_mean),
		cmocka_unit_test(ecosystems_and_components_name_one_release),
		cmocka_unit_test(what_was_maintained_longer_is_of_the_extended_channel),
		cmocka_unit_test(upstream_versions_lose_what_the_packager_added),
		cmocka_unit_test(a_pool_keeps_each_string_once),
		cmocka_unit_test(the_overlay_gives_back_kev_and_epss),
		cmocka_unit_test(the_overlay_takes_cve_numbers_only),
		cmocka_unit_test(the_overlay_joins_what_is_said_twice),
		cmocka_unit_test(the_overlay_tells_what_kev_lists),
		cmocka_unit_test(an_empty_overlay_has_nothing_of_anything),
		cmocka_unit_test(a_foreign_overlay_is_refused),
		cmocka_unit_test(a_cve_number_is_a_year_and_a_number),
		cmocka_unit_test(names_propose_products_and_judge_nothing),
		cmocka_unit_test(no_more_products_are_proposed_than_help),
		cmocka_unit_test(faces_are_found_by_every_name),
		cmocka_unit_test(an_empty_index_answers),
		cmocka_unit_test(grounds_say_what_they_rest_on),
		cmocka_unit_test(every_missing_fact_has_its_question),
		cmocka_unit_test(sets_come_back_as_they_were),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
