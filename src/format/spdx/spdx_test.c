#include "test.h"
#include "base/limits.h"
#include "format/component/collected.h"
#include "format/spdx/spdx.h"

static struct collected
read_text(struct str text, struct arena *arena)
{
	struct collected collected = collected_new(arena);

	assert_ok(spdx_read_text(text, &collected.sink, arena));
	return collected;
}

static const char tags[] =
    "SPDXVersion: SPDX-2.3\n"
    "DocumentName: shop\n"
    "Creator: Organization: Anchore, Inc\n"
    "Creator: Tool: syft-1.50.0\n"
    "Created: 2026-07-29T00:00:00Z\n"
    "DocumentComment: <text>several\nlines\nPackageName: not one\n</text>\n"
    "\n"
    "##### Package: musl\n"
    "PackageName: musl\n"
    "SPDXID: SPDXRef-1\n"
    "PackageVersion: 1.2.4-r2\n"
    "PackageSupplier: Organization: Alpine (security@example.org)\n"
    "PackageCopyrightText: <text>one line</text>\n"
    "ExternalRef: SECURITY cpe23Type cpe:2.3:a:musl-libc:musl:1.2.4-r2:*:*:*:*:*:*:*\n"
    "ExternalRef: PACKAGE_MANAGER purl pkg:apk/alpine/musl@1.2.4-r2?distro=alpine-3.18.4\n"
    "FileName: ./etc/passwd\n"
    "SPDXID: SPDXRef-File\n"
    "PackageName: shop\n"
    "SPDXID: SPDXRef-2\n"
    "PackageVersion: NOASSERTION\n"
    "PackageSupplier: NOASSERTION\n"
    "Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-2\n";

static void
tags_and_values_are_read(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct collected c = read_text(str_of(tags), arena);
	const struct component *musl = collected_find(&c, "musl");

	(void)state;
	assert_int_equal(c.components.count, 2);
	assert_int_equal(musl->kind, COMPONENT_OS_PACKAGE);
	assert_str(musl->ref, "SPDXRef-1");
	assert_str(musl->vendor, "Alpine");
	assert_str(musl->release, "3.18");
	assert_str(musl->ecosystem, "Alpine");
	assert_str(musl->cpe, "cpe:2.3:a:musl-libc:musl:1.2.4-r2:*:*:*:*:*:*:*");
	assert_str(collected_find(&c, "shop")->version, "");
	assert_str(c.head.subject, "shop");
	assert_str(c.head.tool, "syft-1.50.0");
	assert_str(c.head.format, "SPDX 2.3 tag-value");
	assert_true(c.head.made != INSTANT_NONE);
	assert_str(c.head.release, "3.18");
	assert_int_equal(collected_coverage(&c, LAYER_OS_PACKAGES), COVERAGE_COMPLETE);
}

static const char json[] =
    "{\"packages\":[{\"SPDXID\":\"SPDXRef-OperatingSystem-1\",\"name\":\"centos\",\"versionInfo\":\"7.6.1810\"},"
    "{\"SPDXID\":\"SPDXRef-2\",\"name\":\"openssl-libs\",\"versionInfo\":\"1.0.2k-16.el7\","
    "\"sourceInfo\":\"built package from: openssl 1:1.0.2k-16.el7\","
    "\"externalRefs\":[{\"referenceType\":\"purl\",\"referenceLocator\":\"pkg:rpm/\"},"
    "{\"referenceType\":\"purl\",\"referenceLocator\":\"pkg:rpm/centos/openssl-libs@1.0.2k-16.el7?epoch=1\"},"
    "{\"referenceType\":\"cpe22Type\",\"referenceLocator\":\"cpe:/a:openssl:openssl:1.0.2k\"}]},"
    "{\"SPDXID\":\"SPDXRef-3\"}],"
    "\"documentDescribes\":[\"SPDXRef-2\"],\"creationInfo\":{\"creators\":[\"Tool: trivy-0.50\"]},"
    "\"SPDXID\":\"SPDXRef-DOCUMENT\",\"spdxVersion\":\"SPDX-2.2\",\"name\":\"image\"}";

static void
json_of_version_2_is_read(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct collected c = read_text(str_of(json), arena);
	const struct component *one = collected_find(&c, "openssl-libs");

	(void)state;
	assert_int_equal(c.components.count, 2);
	assert_int_equal(c.components.items[0].kind, COMPONENT_OS);
	assert_str(one->version, "1:1.0.2k-16.el7");
	assert_str(one->source_name, "openssl");
	assert_str(one->release, "7.6.1810");
	assert_str(one->cpe, "cpe:2.3:a:openssl:openssl:1.0.2k:*:*:*:*:*:*:*");
	assert_int_equal(c.warnings, 1);
	assert_int_equal(c.refused, 1);
	assert_str(c.head.subject, "openssl-libs");
	assert_str(c.head.format, "SPDX 2.2 JSON");
	/* a package was refused: the list is not complete, whoever made it */
	assert_int_equal(collected_coverage(&c, LAYER_OS_PACKAGES), COVERAGE_PARTIAL);
}

static const char graph[] =
    "{\"@context\":\"https://spdx.org/rdf/3.0.1/spdx-context.jsonld\",\"@graph\":["
    "{\"type\":\"software_Package\",\"spdxId\":\"urn:p\",\"name\":\"log4j-core\",\"software_packageVersion\":\"2.14.1\","
    "\"software_packageUrl\":\"pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1\",\"suppliedBy\":\"urn:a\","
    "\"externalIdentifier\":[{\"externalIdentifierType\":\"cpe23\",\"identifier\":\"cpe:2.3:a:apache:log4j:2.14.1:*:*:*:*:*:*:*\"}]},"
    "{\"type\":\"software_File\",\"spdxId\":\"urn:f\",\"name\":\"x\"},"
    "{\"type\":\"Organization\",\"spdxId\":\"urn:a\",\"name\":\"Apache\"},"
    "{\"type\":\"Tool\",\"spdxId\":\"urn:t\",\"name\":\"maker 1.0\"},"
    "{\"type\":\"CreationInfo\",\"@id\":\"_:c\",\"specVersion\":\"3.0.1\",\"created\":\"2024-03-06T00:00:00Z\",\"createdUsing\":[\"urn:t\"]},"
    "{\"type\":\"SpdxDocument\",\"spdxId\":\"urn:d\",\"name\":\"doc\",\"rootElement\":[\"urn:s\"]},"
    "{\"type\":\"software_Sbom\",\"spdxId\":\"urn:s\",\"rootElement\":[\"urn:p\"]}]}";

static void
packages_of_version_3_are_read(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct collected c = read_text(str_of(graph), arena);

	(void)state;
	assert_int_equal(c.components.count, 1);
	assert_str(c.components.items[0].package, "org.apache.logging.log4j:log4j-core");
	assert_str(c.components.items[0].vendor, "Apache");
	assert_str(c.components.items[0].cpe, "cpe:2.3:a:apache:log4j:2.14.1:*:*:*:*:*:*:*");
	assert_str(c.head.subject, "log4j-core");
	assert_str(c.head.tool, "maker 1.0");
	assert_str(c.head.format, "SPDX 3.0.1 JSON-LD");
}

static const struct {
	const char   *text;
	enum err_code code;
} refused[] = {
	{ "spdxVersion: \"SPDX-2.3\"\n", ERR_UNSUPPORTED },
	{ "<rdf:RDF/>", ERR_UNSUPPORTED },
	{ "", ERR_FORMAT },
	{ "hello", ERR_FORMAT },
	{ "{}", ERR_FORMAT },
	{ "{\"spdxVersion\":\"SPDX-2.3\",\"packages\":[", ERR_FORMAT },
	{ "SPDXVersion: SPDX-2.3\nDocumentComment: <text>never closed\n", ERR_FORMAT },
	{ "SPDXVersion: SPDX-2.3\nPackageName: \xff\n", ERR_FORMAT },
};

static void
what_is_not_read_is_refused_in_words(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
		struct collected collected = collected_new(arena);
		struct err *err = spdx_read_text(str_of(refused[i].text), &collected.sink, arena);

		assert_non_null(err);
		assert_int_equal(err->code, refused[i].code);
		assert_int_equal(collected.heads, 0);
	}
}

static const struct {
	const char *file;
	size_t      components;
	const char *format;
} real[] = {
	{ "sbom/spdx/in-the-wild/grype-sbom.spdx", 1160, "SPDX 2.2 tag-value" },
	{ "sbom/spdx/in-the-wild/kubernetes-release.spdx", 135, "SPDX 2.2 tag-value" },
	{ "sbom/spdx/in-the-wild/cbor-sbom.spdx", 1, "SPDX 2.2 tag-value" },
	{ "sbom/spdx/tools-java/SPDXTagExample-v2.3.spdx", 4, "SPDX 2.3 tag-value" },
	{ "sbom/trivy/postgresql.spdx.json", 4, "SPDX 2.3 JSON" },
	{ "sbom/spdx/tools-java/SPDXJsonLDExample-v3.0.1.json", 1, "SPDX 3.0.1 JSON-LD" },
};

static void
real_documents_give_every_package(void **state)
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
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tags_and_values_are_read),
		cmocka_unit_test(json_of_version_2_is_read),
		cmocka_unit_test(packages_of_version_3_are_read),
		cmocka_unit_test(what_is_not_read_is_refused_in_words),
		cmocka_unit_test(real_documents_give_every_package),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
