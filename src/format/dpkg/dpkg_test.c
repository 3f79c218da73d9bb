#include "test.h"
#include "format/component/collected.h"
#include "format/dpkg/dpkg.h"

static const char status[] =
    "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n"
    "ID=debian\n"
    "VERSION_ID=\"12\"\n"
    "KERNEL=6.1.0-18-amd64\n"
    "\n"
    "Package: libssl3\n"
    "Status: install ok installed\n"
    "Architecture: amd64\n"
    "Multi-Arch: same\n"
    "Source: openssl\n"
    "Version: 3.0.11-1~deb12u2\n"
    "Description: a library\n"
    " Source: not a field\n"
    " .\n"
    "Homepage: https://www.openssl.org/\n"
    "\n"
    "Package: bash\n"
    "Status: hold ok installed\n"
    "Version: 5.2.15-2+b2\n"
    "Source: bash (5.2.15-2)\n"
    "Architecture: amd64\n"
    "\n"
    "Package: gone\n"
    "Status: deinstall ok config-files\n"
    "Version: 1\n"
    "\n"
    "Package: half\n"
    "Status: install ok half-configured\n"
    "Version: 1:2-3\n"
    "\n"
    "Package: never\n"
    "Status: unknown ok not-installed\n"
    "Priority: optional\n";

static struct collected
read_text(struct str text, struct arena *arena)
{
	struct collected collected = collected_new(arena);

	assert_ok(dpkg_read_text(text, &collected.sink, arena));
	return collected;
}

static void
a_status_file_tells_what_is_installed(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct collected c = read_text(str_of(status), arena);
	const struct component *one;

	(void)state;
	assert_int_equal(c.components.count, 4);
	assert_int_equal(c.components.items[0].kind, COMPONENT_OS);
	one = collected_find(&c, "libssl3");
	assert_int_equal(one->kind, COMPONENT_OS_PACKAGE);
	assert_str(one->version, "3.0.11-1~deb12u2");
	assert_str(one->source_name, "openssl");
	assert_str(one->source_version, "3.0.11-1~deb12u2");
	assert_str(one->distribution, "debian");
	assert_str(one->release, "12");
	assert_str(one->ecosystem, "Debian");
	assert_str(one->package, "openssl");
	assert_str(one->purl, "pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&distro=debian-12&upstream=openssl%403.0.11-1~deb12u2");
	assert_str(one->place, "6");
	assert_str(collected_find(&c, "bash")->source_version, "5.2.15-2");
	assert_str(collected_find(&c, "half")->source_name, "half");
	assert_null(collected_find(&c, "gone"));
	assert_null(collected_find(&c, "never"));
	assert_str(c.head.format, "dpkg status");
	assert_str(c.head.kernel, "6.1.0-18-amd64");
	assert_str(c.head.distribution, "debian");
	assert_int_equal(collected_coverage(&c, LAYER_OS_PACKAGES), COVERAGE_COMPLETE);
	assert_int_equal(collected_coverage(&c, LAYER_OS), COVERAGE_COMPLETE);
	assert_int_equal(collected_coverage(&c, LAYER_LANGUAGE_PACKAGES), COVERAGE_NONE);
}

static void
status_d_files_need_neither_state_nor_empty_lines_between(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct collected c = read_text(STR("Package: base-files\nVersion: 12.4\nArchitecture: amd64\n"
	                                   "Package: tzdata\nVersion: 2024a-0+deb12u1\n"), arena);

	(void)state;
	assert_int_equal(c.components.count, 2);
	assert_str(collected_find(&c, "tzdata")->distribution, "");
	assert_str(collected_find(&c, "tzdata")->purl, "");
	assert_int_equal(collected_coverage(&c, LAYER_OS), COVERAGE_NONE);
}

static void
dpkg_query_gives_six_columns(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct collected c = read_text(STR("ID=ubuntu\nVERSION_ID=\"22.04\"\n"
	                                   "libc6\t2.35-0ubuntu3.6\tamd64\tglibc\t2.35-0ubuntu3.6\tii \n"
	                                   "old\t1\tamd64\told\t1\trc \n"
	                                   "five\t1\tall\tsix\t2\n"), arena);

	(void)state;
	assert_int_equal(c.components.count, 3);
	assert_str(collected_find(&c, "libc6")->package, "glibc");
	assert_str(collected_find(&c, "libc6")->ecosystem, "Ubuntu");
	assert_str(collected_find(&c, "five")->source_version, "2");
	assert_str(c.head.format, "dpkg-query");
}

static void
dpkg_l_does_not_invent_source_packages(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct collected c = read_text(STR("ID=debian\nVERSION_ID=12\n"
	                                   "Desired=Unknown/Install/Remove/Purge/Hold\n"
	                                   "| Status=Not/Inst/Conf-files/Unpacked/halF-conf/Half-inst/trig-aWait/Trig-pend\n"
	                                   "|/ Err?=(none)/Reinst-required (Status,Err: uppercase=bad)\n"
	                                   "||/ Name           Version      Architecture Description\n"
	                                   "+++-==============-============-============-=================================\n"
	                                   "ii  libssl3:amd64  3.0.11-1     amd64        Secure Sockets Layer toolkit\n"
	                                   "rc  gone           1            all          removed\n"), arena);

	(void)state;
	assert_int_equal(c.components.count, 2);
	assert_str(collected_find(&c, "libssl3")->version, "3.0.11-1");
	assert_str(collected_find(&c, "libssl3")->source_name, "");
	assert_str(collected_find(&c, "libssl3")->package, "");
	assert_int_equal(c.warnings, 1);
}

static void
what_cannot_be_read_makes_the_list_incomplete(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct collected c = read_text(STR("curl\t7.88\tamd64\tcurl\t7.88\tii \nbroken\tline\n\t\t\t\t\tii \n"), arena);

	(void)state;
	assert_int_equal(c.components.count, 1);
	assert_int_equal(c.refused, 2);
	assert_int_equal(collected_coverage(&c, LAYER_OS_PACKAGES), COVERAGE_PARTIAL);
}

static void
what_is_no_list_is_refused(void **state)
{
	static const char *const texts[] = { "", "\n\n", "hello\n", "ID=debian\n", "Package: x\nStatus: deinstall ok config-files\nVersion: 1\n",
	    "Package: \xff\nVersion: 1\n" };
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct collected collected = collected_new(arena);

		assert_err(dpkg_read_text(str_of(texts[i]), &collected.sink, arena), ERR_FORMAT);
		assert_int_equal(collected.heads, 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_status_file_tells_what_is_installed),
		cmocka_unit_test(status_d_files_need_neither_state_nor_empty_lines_between),
		cmocka_unit_test(dpkg_query_gives_six_columns),
		cmocka_unit_test(dpkg_l_does_not_invent_source_packages),
		cmocka_unit_test(what_cannot_be_read_makes_the_list_incomplete),
		cmocka_unit_test(what_is_no_list_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
