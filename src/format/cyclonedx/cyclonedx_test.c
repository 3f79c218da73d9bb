#include "test.h"
#include "base/limits.h"
#include "format/component/collected.h"
#include "format/cyclonedx/cyclonedx.h"
#include "format/cyclonedx/cyclonedx_write.h"

static struct collected
read_text(struct str text, struct arena *arena)
{
	struct collected collected = collected_new(arena);

	assert_ok(cyclonedx_read_text(text, &collected.sink, arena));
	return collected;
}

static const char json[] =
    "\xef\xbb\xbf{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\",\"version\":1,"
    "\"metadata\":{\"timestamp\":\"2026-01-02T03:04:05Z\",\"tools\":{\"components\":[{\"type\":\"application\",\"name\":\"trivy\",\"version\":\"0.50\"}]},"
    "\"component\":{\"type\":\"container\",\"name\":\"shop\",\"version\":\"1\",\"components\":[{\"type\":\"file\",\"name\":\"inner\"}]}},"
    "\"components\":["
    "{\"type\":\"library\",\"bom-ref\":\"a\",\"name\":\"openssl-libs\",\"version\":\"1.0.2k-16.el7\","
    "\"purl\":\"pkg:rpm/centos/openssl-libs@1.0.2k-16.el7?arch=x86_64&epoch=1\",\"properties\":["
    "{\"name\":\"aquasecurity:trivy:SrcName\",\"value\":\"openssl\"},{\"name\":\"aquasecurity:trivy:SrcVersion\",\"value\":\"1.0.2k\"},"
    "{\"name\":\"aquasecurity:trivy:SrcRelease\",\"value\":\"16.el7\"},{\"name\":\"aquasecurity:trivy:SrcEpoch\",\"value\":\"1\"}]},"
    "{\"type\":\"operating-system\",\"name\":\"centos\",\"version\":\"7.6.1810\"},"
    "{\"type\":\"library\",\"group\":\"org.x\",\"name\":\"y\",\"version\":\"1.0\",\"scope\":\"excluded\",\"supplier\":{\"name\":\"X\"},"
    "\"purl\":\"pkg:maven/org.x/y@1.0\",\"cpe\":\"cpe:/a:x:y:1.0\",\"components\":[{\"type\":\"library\",\"name\":\"deep\",\"purl\":\"pkg:npm/deep@2\"}]},"
    "{\"type\":\"library\",\"name\":\"odd\",\"purl\":\"pkg:maven/odd@1\",\"cpe\":\"cpe:2.3:a:x\"},"
    "{\"type\":\"library\",\"bom-ref\":\"nameless\"},7],"
    "\"dependencies\":[{\"ref\":\"a\",\"dependsOn\":[\"a\"]}]}";

static void
json_gives_components_nested_ones_too(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct collected c = read_text(str_of(json), arena);
	const struct component *one = collected_find(&c, "openssl-libs");

	(void)state;
	assert_int_equal(c.components.count, 6);
	assert_str(one->version, "1:1.0.2k-16.el7");
	assert_str(one->source_name, "openssl");
	assert_str(one->source_version, "1:1.0.2k-16.el7");
	assert_str(one->distribution, "centos");
	assert_str(one->release, "7.6.1810");    /* of the operating system that stands after it */
	one = collected_find(&c, "y");
	assert_int_equal(one->kind, COMPONENT_LIBRARY);
	assert_str(one->package, "org.x:y");
	assert_str(one->vendor, "X");
	assert_str(one->cpe, "cpe:2.3:a:x:y:1.0:*:*:*:*:*:*:*");
	assert_true(one->excluded);
	assert_str(collected_find(&c, "deep")->ecosystem, "npm");
	assert_int_equal(collected_find(&c, "inner")->kind, COMPONENT_OTHER);
	assert_str(collected_find(&c, "odd")->purl, "");
	assert_int_equal(c.warnings, 2);
	assert_int_equal(c.refused, 2);
}

static void
the_head_says_who_made_it_about_what(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct collected c = read_text(str_of(json), arena);

	(void)state;
	assert_str(c.head.format, "CycloneDX 1.5 JSON");
	assert_str(c.head.tool, "trivy 0.50");
	assert_str(c.head.subject, "shop");
	assert_str(c.head.subject_version, "1");
	assert_str(c.head.distribution, "centos");
	assert_str(instant_format(c.head.made, ZONE_UTC, arena), "2026-01-02T03:04:05Z");
	assert_int_equal(collected_coverage(&c, LAYER_OS), COVERAGE_COMPLETE);
	assert_int_equal(collected_coverage(&c, LAYER_OS_PACKAGES), COVERAGE_PARTIAL);    /* two were refused */
	assert_int_equal(collected_coverage(&c, LAYER_LANGUAGE_PACKAGES), COVERAGE_PARTIAL);
	assert_int_equal(collected_coverage(&c, LAYER_APPLICATIONS), COVERAGE_NONE);
}

static const char xml[] =
    "<?xml version=\"1.0\"?><bom xmlns=\"http://cyclonedx.org/schema/bom/1.4\" version=\"1\">"
    "<metadata><timestamp>2026-01-02T03:04:05Z</timestamp><tools><tool><vendor>anchore</vendor><name>syft</name><version>1.0</version></tool></tools>"
    "<component type=\"container\"><name>image</name></component></metadata>"
    "<components><component type=\"library\" bom-ref=\"b\"><name>libssl3</name><version>3.0.11-1</version>"
    "<purl>pkg:deb/debian/libssl3@3.0.11-1?upstream=openssl</purl>"
    "<properties><property name=\"syft:location:0:path\">/var/lib/dpkg/status</property></properties>"
    "<components><component type=\"library\"><name>deep</name></component></components></component>"
    "<component type=\"operating-system\"><name>debian</name><version>12</version></component></components>"
    "<vulnerabilities><vulnerability><tools><components><component type=\"application\"><name>not ours</name></component>"
    "</components></tools></vulnerability></vulnerabilities></bom>";

static void
xml_gives_the_same(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct collected c = read_text(str_of(xml), arena);
	const struct component *one = collected_find(&c, "libssl3");

	(void)state;
	assert_int_equal(c.components.count, 3);
	assert_str(one->source_name, "openssl");
	assert_str(one->release, "12");
	assert_str(one->place, "/var/lib/dpkg/status");
	assert_str(one->ref, "b");
	assert_non_null(collected_find(&c, "deep"));
	assert_null(collected_find(&c, "not ours"));
	assert_str(c.head.format, "CycloneDX 1.4 XML");
	assert_str(c.head.tool, "syft 1.0");
	assert_str(c.head.subject, "image");
	assert_str(c.head.release, "12");
	assert_int_equal(collected_coverage(&c, LAYER_OS_PACKAGES), COVERAGE_COMPLETE);
}

static void
what_is_written_is_read_back_equal(void **state)
{
	static const struct component components[] = {
		{ .kind = COMPONENT_OS, .name = STR_INIT("debian"), .version = STR_INIT("12"), .distribution = STR_INIT("debian"), .release = STR_INIT("12") },
		{ .kind = COMPONENT_OS_PACKAGE, .name = STR_INIT("libssl3"), .version = STR_INIT("3.0.11-1"), .vendor = STR_INIT("Debian"),
		  .purl = STR_INIT("pkg:deb/debian/libssl3@3.0.11-1?arch=amd64&distro=debian-12"), .ecosystem = STR_INIT("Debian"),
		  .package = STR_INIT("openssl"), .source_name = STR_INIT("openssl"), .source_version = STR_INIT("3.0.11-2"),
		  .distribution = STR_INIT("debian"), .release = STR_INIT("12"), .arch = STR_INIT("amd64"), .module = STR_INIT("m:1"),
		  .channel = STR_INIT("esm"), .ref = STR_INIT("p1"), .place = STR_INIT("/var/lib/dpkg/status") },
		{ .kind = COMPONENT_OS_PACKAGE, .name = STR_INIT("odd"), .version = STR_INIT("1"), .source_name = STR_INIT("odd"),
		  .source_version = STR_INIT("1"), .distribution = STR_INIT("homemade"), .release = STR_INIT("3") },
		{ .kind = COMPONENT_LIBRARY, .name = STR_INIT("django"), .version = STR_INIT("4.2"), .purl = STR_INIT("pkg:pypi/django@4.2"),
		  .ecosystem = STR_INIT("PyPI"), .package = STR_INIT("django"), .excluded = true },
		{ .kind = COMPONENT_APPLICATION, .name = STR_INIT("引用\"符"), .cpe = STR_INIT("cpe:2.3:a:x:y:1.0:*:*:*:*:*:*:*") },
		{ .kind = COMPONENT_FIRMWARE, .name = STR_INIT("bios"), .version = STR_INIT("1.2") },
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	struct inventory_head head = { .tool = STR("tsukuroi 0.1"), .made = 0, .subject = STR("host1"), .kernel = STR("6.1.0") };
	struct cyclonedx_document document = { STR("urn:uuid:0"), &head, components, ARRAY_LEN(components) };
	struct buf out BUF_SCOPE = { 0 };
	struct collected c;

	(void)state;
	cyclonedx_write(&document, arena, &out);
	c = read_text(buf_str(&out), arena);
	assert_int_equal(c.components.count, ARRAY_LEN(components));
	for (size_t i = 0; i < ARRAY_LEN(components); i++) {
		struct buf wrote BUF_SCOPE = { 0 }, got BUF_SCOPE = { 0 };

		record_encode(&component_schema, &components[i], &wrote);
		record_encode(&component_schema, &c.components.items[i], &got);
		if (!str_eq(buf_str(&wrote), buf_str(&got)))
			fail_msg("%.*s came back changed", STR_ARG(components[i].name));
	}
	assert_str(c.head.subject, "host1");
	assert_str(c.head.kernel, "6.1.0");
	assert_str(c.head.tool, "tsukuroi 0.1");
	assert_str(c.head.distribution, "debian");
	assert_int_equal(collected_coverage(&c, LAYER_OS_PACKAGES), COVERAGE_COMPLETE);
}

static void
what_is_no_cyclonedx_is_refused(void **state)
{
	static const char *const texts[] = {
		"", "{}", "[]", "hello", "{\"bomFormat\":\"AnotherFormat\"}", "{\"bomFormat\":\"CycloneDX\",\"components\":[",
		"<bom/>", "<bom xmlns=\"http://example.org/\"/>", "<bom xmlns=\"http://cyclonedx.org/schema/bom/1.4\"><components>",
		"<component xmlns=\"http://cyclonedx.org/schema/bom/1.4\"><name>x</name></component>",
		"{\"bomFormat\":\"CycloneDX\",\"bomFormat\":\"CycloneDX\"}", "{\"bomFormat\":\"CycloneDX\",\"components\":[{\"name\":\"\xff\"}]}",
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct collected collected = collected_new(arena);

		print_message("  %s\n", texts[i]);
		assert_err(cyclonedx_read_text(str_of(texts[i]), &collected.sink, arena), ERR_FORMAT);
		assert_int_equal(collected.heads, 0);
	}
}

static void
nesting_without_end_is_bounded(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct collected collected = collected_new(arena);
	struct buf text BUF_SCOPE = { 0 };

	(void)state;
	buf_add(&text, STR("{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\""));
	for (int i = 0; i < 100000; i++)
		buf_add(&text, STR(",\"components\":[{\"name\":\"x\",\"type\":\"library\""));
	assert_non_null(cyclonedx_read_text(buf_str(&text), &collected.sink, arena));
	assert_int_equal(collected.components.count, 0);
}

/* Of the real documents: how many components, and one of them by heart. */
static const struct {
	const char *file;
	size_t      components;
	const char *format, *name, *package;
} real[] = {
	{ "sbom/cyclonedx/bom-examples/SBOM__dropwizard-1.3.15__bom.json", 168, "CycloneDX 1.2 JSON", "jetty-server", "org.eclipse.jetty:jetty-server" },
	{ "sbom/cyclonedx/bom-examples/SBOM__dropwizard-1.3.15__bom.xml", 168, "CycloneDX 1.2 XML", "jetty-server", "org.eclipse.jetty:jetty-server" },
	{ "sbom/cyclonedx/bom-examples/SBOM__laravel-7.12.0__bom.1.1.xml", 62, "CycloneDX 1.1 XML", "framework", "laravel/framework" },
	{ "sbom/cyclonedx/in-the-wild/harp-darwin-amd64.sbom.json", 815, "CycloneDX 1.4 JSON", "golang.org/x/crypto", "golang.org/x/crypto" },
	{ "sbom/trivy/centos-7-cyclonedx.json", 3, "CycloneDX 1.5 JSON", "openssl-libs", "" },
	{ "sbom/trivy/infinite-loop-bom.json", 3, "CycloneDX 1.5 JSON", "libc6", "glibc" },
};

static void
real_documents_give_every_component(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(real); i++) {
		const char *path = test_data(arena, real[i].file);
		struct collected c;
		struct str text;

		skip_without(path, &arena);
		assert_ok(file_read(str_of(path), LIMIT_DOCUMENT_BYTES, arena, &text));
		c = read_text(text, arena);
		print_message("  %s: %zu\n", real[i].file, c.components.count);
		assert_int_equal(c.components.count, real[i].components);
		assert_str(c.head.format, real[i].format);
		assert_non_null(collected_find(&c, real[i].name));
		assert_str(collected_find(&c, real[i].name)->package, real[i].package);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_gives_components_nested_ones_too),
		cmocka_unit_test(the_head_says_who_made_it_about_what),
		cmocka_unit_test(xml_gives_the_same),
		cmocka_unit_test(what_is_written_is_read_back_equal),
		cmocka_unit_test(what_is_no_cyclonedx_is_refused),
		cmocka_unit_test(nesting_without_end_is_bounded),
		cmocka_unit_test(real_documents_give_every_component),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
