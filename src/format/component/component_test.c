#include "test.h"
#include "format/component/component.h"

static const struct {
	const char *name, *version, *purl;
	const char *kind, *full, *ecosystem, *package, *source, *source_version, *distribution, *release, *arch;
} cases[] = {
	{ "libssl3", "3.0.11-1~deb12u2", "pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&distro=debian-12&upstream=openssl",
	  "os_package", "3.0.11-1~deb12u2", "Debian", "openssl", "openssl", "3.0.11-1~deb12u2", "debian", "12", "amd64" },
	{ "libc6", "2.35-0ubuntu3.1", "pkg:deb/ubuntu/libc6@2.35-0ubuntu3.1?distro=ubuntu-22.04&upstream=glibc%402.35-0ubuntu3",
	  "os_package", "2.35-0ubuntu3.1", "Ubuntu", "glibc", "glibc", "2.35-0ubuntu3", "ubuntu", "22.04", "" },
	{ "libcrypt1", "4.4.27-1", "pkg:deb/debian/libcrypt1@4.4.27-1?epoch=1&distro=bookworm",
	  "os_package", "1:4.4.27-1", "Debian", "libcrypt1", "libcrypt1", "1:4.4.27-1", "debian", "12", "" },
	{ "openssl-libs", "1.0.2k-16.el7", "pkg:rpm/centos/openssl-libs@1.0.2k-16.el7?arch=x86_64&distro=centos-7.6.1810&epoch=1&upstream=openssl-1.0.2k-16.el7.src.rpm",
	  "os_package", "1:1.0.2k-16.el7", "", "", "openssl", "1:1.0.2k-16.el7", "centos", "7.6.1810", "x86_64" },
	{ "openssl-libs", "3.0.7-27.el9", "pkg:rpm/redhat/openssl-libs@3.0.7-27.el9?epoch=1&distro=redhat-9.4&upstream=openssl-3.0.7-27.el9.src.rpm",
	  "os_package", "1:3.0.7-27.el9", "Red Hat", "openssl-libs", "openssl", "1:3.0.7-27.el9", "rhel", "9.4", "" },
	{ "musl-utils", "1.2.4-r2", "pkg:apk/alpine/musl-utils@1.2.4-r2?distro=3.20.3&upstream=musl",
	  "os_package", "1.2.4-r2", "Alpine", "musl", "musl", "1.2.4-r2", "alpine", "3.20", "" },
	{ "", "", "pkg:pypi/Django@4.2", "library", "4.2", "PyPI", "django", "", "", "", "", "" },
	{ "nginx", "1.25", "pkg:generic/nginx@1.25", "application", "1.25", "", "", "", "", "", "", "" },
};

static void
a_purl_fills_what_it_knows(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct system_name nothing = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct component c = { .name = str_of(cases[i].name), .version = str_of(cases[i].version) };

		assert_ok(component_take_purl(&c, str_of(cases[i].purl), arena));
		component_finish(&c, &nothing, arena);
		assert_string_equal(enum_name(&component_kind_names, (int)c.kind), cases[i].kind);
		assert_str(c.version, cases[i].full);
		assert_str(c.ecosystem, cases[i].ecosystem);
		assert_str(c.package, cases[i].package);
		assert_str(c.source_name, cases[i].source);
		assert_str(c.source_version, cases[i].source_version);
		assert_str(c.distribution, cases[i].distribution);
		assert_str(c.release, cases[i].release);
		assert_str(c.arch, cases[i].arch);
	}
}

static void
a_package_without_a_purl_gets_one_from_its_system(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct system_name system = system_of_words(STR("debian"), STR("12"), arena);
	struct component c = {
		.kind = COMPONENT_OS_PACKAGE, .name = STR("libssl3"), .version = STR("1:3.0+b1"), .arch = STR("amd64"),
		.source_name = STR("openssl"), .source_version = STR("1:3.0"),
	};

	(void)state;
	component_finish(&c, &system, arena);
	assert_str(c.purl, "pkg:deb/debian/libssl3@1:3.0%2Bb1?arch=amd64&distro=debian-12&upstream=openssl%401:3.0");
	assert_str(c.ecosystem, "Debian");
	assert_str(c.package, "openssl");

	system = system_of_words(STR("AlmaLinux"), STR("9.4"), arena);
	c = (struct component){ .kind = COMPONENT_OS_PACKAGE, .name = STR("openssl-libs"), .version = STR("1:3.0.7-27.el9") };
	component_finish(&c, &system, arena);
	assert_str(c.purl, "pkg:rpm/almalinux/openssl-libs@3.0.7-27.el9?distro=almalinux-9.4&epoch=1");
	assert_str(c.package, "openssl-libs");
}

static const struct {
	const char *name, *version, *distribution, *release;
} systems[] = {
	{ "Red Hat Enterprise Linux", "9.2 EUS",  "rhel",          "9.2" },
	{ "debian",                   "12.5",     "debian",        "12" },
	{ "Debian GNU/Linux",         "bookworm", "debian",        "12" },
	{ "alpine",                   "3.20.3",   "alpine",        "3.20" },
	{ "Alpine Linux",             "v3.18",    "alpine",        "3.18" },
	{ "ubuntu",                   "22.04",    "ubuntu",        "22.04" },
	{ "Ubuntu",                   "jammy",    "ubuntu",        "22.04" },
	{ "opensuse.leap",            "15.5",     "opensuse-leap", "15.5" },
	{ "centos",                   "7.6.1810", "centos",        "7.6.1810" },
	{ "Plan 9",                   "4",        "plan 9",        "4" },
	{ "debian",                   "sid",      "debian",        "" },
	{ "",                         "",         "",              "" },
};

static void
systems_are_known_by_any_of_their_names(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(systems); i++) {
		struct system_name system = system_of_words(str_of(systems[i].name), str_of(systems[i].version), arena);

		assert_str(system.distribution, systems[i].distribution);
		assert_str(system.release, systems[i].release);
	}
	assert_str(system_of_purl(STR("opensuse"), STR("opensuse-leap-15.5"), arena).distribution, "opensuse-leap");
	assert_str(system_of_purl(STR("redhat"), STR(""), arena).distribution, "rhel");
}

static void
os_release_lines_are_taken_off_the_head(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str text = STR("PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\nVERSION_ID=\"12\"\n\nKERNEL=6.1.0-18-amd64\nPackage: curl\n");
	struct str list = STR("curl\t7.88\n");
	struct system_name system = { 0 };

	(void)state;
	assert_true(system_take_lines(&system, &text, arena));
	assert_str(system.distribution, "debian");
	assert_str(system.release, "12");
	assert_str(system.kernel, "6.1.0-18-amd64");
	assert_str(text, "Package: curl\n");
	assert_false(system_take_lines(&system, &list, arena));
	assert_str(list, "curl\t7.88\n");
}

static void
a_wrong_name_changes_nothing(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct component c = { .name = STR("x") };

	(void)state;
	assert_err(component_take_purl(&c, STR("pkg:maven/a@1"), arena), ERR_FORMAT);
	assert_err(component_take_cpe(&c, STR("cpe:2.3:a:b"), arena), ERR_FORMAT);
	assert_str(c.purl, "");
	assert_str(c.cpe, "");
	assert_false(component_take_source_rpm(&c, STR("bash.src.rpm"), arena));
	assert_ok(component_take_cpe(&c, STR("cpe:/a:apache:tomcat:9.0"), arena));
	assert_str(c.cpe, "cpe:2.3:a:apache:tomcat:9.0:*:*:*:*:*:*:*");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_purl_fills_what_it_knows),
		cmocka_unit_test(a_package_without_a_purl_gets_one_from_its_system),
		cmocka_unit_test(systems_are_known_by_any_of_their_names),
		cmocka_unit_test(os_release_lines_are_taken_off_the_head),
		cmocka_unit_test(a_wrong_name_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
