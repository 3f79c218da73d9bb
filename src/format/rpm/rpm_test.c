#include "test.h"
#include "format/component/collected.h"
#include "format/rpm/rpm.h"

static struct collected
read_text(struct str text, struct arena *arena)
{
	struct collected collected = collected_new(arena);

	assert_ok(rpm_read_text(text, &collected.sink, arena));
	return collected;
}

static void
columns_give_epoch_source_and_module(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct collected c = read_text(STR("NAME=\"Red Hat Enterprise Linux\"\nID=\"rhel\"\nVERSION_ID=\"9.4\"\n"
	    "openssl-libs\t1\t3.0.7\t27.el9\tx86_64\topenssl-3.0.7-27.el9.src.rpm\tRed Hat, Inc.\t(none)\n"
	    "nodejs\t1\t18.19.0\t1.module+el9\tx86_64\tnodejs-18.19.0-1.module+el9.src.rpm\tRed Hat, Inc.\tnodejs:18:90420231220:rhel9\n"
	    "bash\t0\t5.1.8\t9.el9\tx86_64\tbash-5.1.8-9.el9.src.rpm\tRed Hat, Inc.\n"
	    "gpg-pubkey\t0\tfd431d51\t4ae0493b\t(none)\t(none)\t(none)\t(none)\n"), arena);
	const struct component *one = collected_find(&c, "openssl-libs");

	(void)state;
	assert_int_equal(c.components.count, 4);
	assert_str(one->version, "1:3.0.7-27.el9");
	assert_str(one->source_name, "openssl");
	assert_str(one->source_version, "1:3.0.7-27.el9");
	assert_str(one->vendor, "Red Hat, Inc.");
	assert_str(one->distribution, "rhel");
	assert_str(one->release, "9.4");
	assert_str(one->package, "openssl-libs");
	assert_str(one->ecosystem, "Red Hat");
	assert_str(one->purl, "pkg:rpm/redhat/openssl-libs@3.0.7-27.el9?arch=x86_64&distro=rhel-9.4&epoch=1&upstream=openssl%401:3.0.7-27.el9");
	assert_str(collected_find(&c, "nodejs")->module, "nodejs:18:90420231220:rhel9");
	assert_str(collected_find(&c, "bash")->version, "5.1.8-9.el9");
	assert_str(c.head.format, "rpm -qa --qf");
	assert_int_equal(c.warnings, 0);
	assert_int_equal(collected_coverage(&c, LAYER_OS_PACKAGES), COVERAGE_COMPLETE);
}

static void
plain_lines_are_read_from_their_end(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct collected c = read_text(STR("bash-5.1.8-6.el9_1.x86_64\npython3-pip-wheel-21.2.3-7.el9.noarch\n"
	    "gpg-pubkey-fd431d51-4ae0493b.(none)\nbroken line\n"), arena);

	(void)state;
	assert_int_equal(c.components.count, 2);
	assert_str(collected_find(&c, "python3-pip-wheel")->version, "21.2.3-7.el9");
	assert_str(collected_find(&c, "bash")->arch, "x86_64");
	assert_str(collected_find(&c, "bash")->source_name, "");
	assert_str(collected_find(&c, "bash")->distribution, "");
	assert_str(c.head.format, "rpm -qa");
	assert_int_equal(c.warnings, 1);
	assert_int_equal(c.refused, 1);
	assert_int_equal(collected_coverage(&c, LAYER_OS_PACKAGES), COVERAGE_PARTIAL);
}

static void
what_is_no_list_is_refused(void **state)
{
	static const char *const texts[] = { "", "hello\n", "a\tb\n", "gpg-pubkey-fd431d51-4ae0493b.(none)\n", "a-1-1.\xff\n", "--.\n" };
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct collected collected = collected_new(arena);

		assert_err(rpm_read_text(str_of(texts[i]), &collected.sink, arena), ERR_FORMAT);
		assert_int_equal(collected.heads, 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_give_epoch_source_and_module),
		cmocka_unit_test(plain_lines_are_read_from_their_end),
		cmocka_unit_test(what_is_no_list_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
