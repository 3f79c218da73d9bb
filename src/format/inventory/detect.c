#include "format/inventory/detect.h"

#include "format/component/system.h"

#define GUESS(kind_, refusal_) ((struct inventory_guess){ (kind_), (refusal_) })
#define KNOWN(refusal_) GUESS(INVENTORY_KNOWN, (refusal_))

static struct inventory_guess
unknown(void)
{
	return GUESS(INVENTORY_UNKNOWN,
	    M("This is no inventory known here: give a CycloneDX or SPDX document, or a package list as the manual shows."));
}

/* ------------------------------------------------------------------------------- binary files */

static const struct {
	struct str  magic;
	size_t      at;
	const char *refusal;
} magics[] = {
	{ STR_INIT("\x1f\x8b"), 0, M("The file is compressed: unpack it first.") },
	{ STR_INIT("\x28\xb5\x2f\xfd"), 0, M("The file is compressed: unpack it first.") },
	{ STR_INIT("BZh"), 0, M("The file is compressed: unpack it first.") },
	{ STR_INIT("\xfd" "7zXZ"), 0, M("The file is compressed: unpack it first.") },
	{ STR_INIT("%PDF"), 0, M("This is a PDF document: give the data it was made from.") },
	{ STR_INIT("\xd0\xcf\x11\xe0"), 0, M("This is an old Office document: save it as XLSX or CSV and import it as a ledger.") },
	{ STR_INIT("SQLite format 3"), 0, M("This is a database, perhaps of rpm: give what rpm -qa prints instead, as the manual shows.") },
	{ STR_INIT("\x61\x15\x06\x00"), 12, M("This is a database, perhaps of rpm: give what rpm -qa prints instead, as the manual shows.") },
	{ STR_INIT("\xff\xfe"), 0, M("The text is in UTF-16: save it as UTF-8.") },
	{ STR_INIT("\xfe\xff"), 0, M("The text is in UTF-16: save it as UTF-8.") },
};

struct inventory_guess
detect_binary(struct str bytes)
{
	for (size_t i = 0; i < ARRAY_LEN(magics); i++)
		if (str_starts(str_from(bytes, magics[i].at), magics[i].magic))
			return KNOWN(magics[i].refusal);
	if (str_starts(bytes, STR("PK\x03\x04")))
		return str_find(bytes, STR("xl/")) != SIZE_MAX
		    ? KNOWN(M("This is an Excel workbook: import it as a ledger."))
		    : KNOWN(M("The file is compressed: unpack it first."));
	return GUESS(INVENTORY_UNKNOWN, NULL);
}

/* ------------------------------------------------------------------------------- JSON */

/* A key of the outermost object decides; where several documents have it, so must be `also`. */
static const struct json_key {
	struct str             key;
	struct str             also;       /* somewhere in the text; empty: nothing more is asked */
	struct inventory_guess guess;
} json_keys[] = {
	{ STR_INIT("bomFormat"),   { 0 }, { INVENTORY_CYCLONEDX, NULL } },
	{ STR_INIT("spdxVersion"), { 0 }, { INVENTORY_SPDX, NULL } },
	{ STR_INIT("sbom"),        STR_INIT("spdxVersion"), { INVENTORY_SPDX, NULL } },
	{ STR_INIT("@context"),    STR_INIT("spdx.org/rdf/3"), { INVENTORY_SPDX, NULL } },
	{ STR_INIT("@context"),    STR_INIT("openvex.dev/"), { INVENTORY_KNOWN,
	    M("This is an OpenVEX document: it states what does not apply, and lists no inventory.") } },
	{ STR_INIT("product_tree"), { 0 }, { INVENTORY_KNOWN,
	    M("This is a CSAF document: it is an advisory, and lists no inventory.") } },
	{ STR_INIT("document"), STR_INIT("csaf_version"), { INVENTORY_KNOWN,
	    M("This is a CSAF document: it is an advisory, and lists no inventory.") } },
	{ STR_INIT("ArtifactName"), { 0 }, { INVENTORY_KNOWN,
	    M("This is a report of trivy: let trivy write CycloneDX instead (--format cyclonedx).") } },
	{ STR_INIT("artifactRelationships"), { 0 }, { INVENTORY_KNOWN,
	    M("This is syft's own format: let syft write CycloneDX instead (-o cyclonedx-json).") } },
	{ STR_INIT("matches"), STR_INIT("grype"), { INVENTORY_KNOWN,
	    M("This is a report of grype: give the SBOM it was made from.") } },
	{ STR_INIT("lockfileVersion"), { 0 }, { INVENTORY_KNOWN,
	    M("This is a lock file of npm: let npm write an SBOM instead (npm sbom --sbom-format cyclonedx).") } },
	{ STR_INIT("vulnerabilities"), STR_INIT("NVD_CVE"), { INVENTORY_KNOWN,
	    M("This is a feed of vulnerabilities: import it as a feed.") } },
};

/* The closing quotation mark of the text that begins at `at`, or the end. */
static size_t
skip_text(struct str text, size_t at)
{
	for (at++; at < text.len && text.ptr[at] != '"'; at++)
		if (text.ptr[at] == '\\')
			at++;
	return at;
}

/* The next key of the outermost object; nothing is checked, only nesting and texts are followed. */
static bool
next_key(struct str text, size_t *at, size_t *depth, struct str *ret_key)
{
	for (; *at < text.len; (*at)++) {
		char c = text.ptr[*at];
		size_t begin = *at, after;

		if (c == '{' || c == '[')
			(*depth)++;
		else if ((c == '}' || c == ']') && *depth > 0)
			(*depth)--;
		if (c != '"')
			continue;
		*at = skip_text(text, *at);
		if (*depth != 1 || *at >= text.len)
			continue;
		for (after = *at + 1; after < text.len && char_is_space(text.ptr[after]);)
			after++;
		if (after == text.len || text.ptr[after] != ':')
			continue;
		*ret_key = str_sub(text, begin + 1, *at - begin - 1);
		*at = after + 1;
		return true;
	}
	return false;
}

struct inventory_guess
detect_json(struct str text)
{
	size_t at = 0, depth = 0;
	struct str key;

	while (str_starts(text, STR("{")) && next_key(text, &at, &depth, &key))
		for (size_t i = 0; i < ARRAY_LEN(json_keys); i++)
			if (str_eq(key, json_keys[i].key) &&
			    (json_keys[i].also.len == 0 || str_find(text, json_keys[i].also) != SIZE_MAX))
				return json_keys[i].guess;
	return unknown();
}

/* ------------------------------------------------------------------------------- XML */

static const struct {
	struct str             root, also;    /* local name of the outermost element; in its first 4 KiB */
	struct inventory_guess guess;
} xml_roots[] = {
	{ STR_INIT("bom"),      STR_INIT("cyclonedx.org/schema/bom"), { INVENTORY_CYCLONEDX, NULL } },
	{ STR_INIT("RDF"),      STR_INIT("spdx.org/rdf"), { INVENTORY_KNOWN,
	    M("This is SPDX in its RDF or XML form, which is not read here: convert it to JSON or tag-value with an SPDX tool.") } },
	{ STR_INIT("Document"), STR_INIT("spdxVersion"), { INVENTORY_KNOWN,
	    M("This is SPDX in its RDF or XML form, which is not read here: convert it to JSON or tag-value with an SPDX tool.") } },
	{ STR_INIT("SoftwareIdentity"), { 0 }, { INVENTORY_KNOWN,
	    M("This is a SWID tag: it names one product; write it into a ledger or give a CycloneDX document.") } },
	{ STR_INIT("nmaprun"), { 0 }, { INVENTORY_KNOWN,
	    M("This is a scan by nmap: it shows open ports, and no inventory of installed software.") } },
	{ STR_INIT("html"), { 0 }, { INVENTORY_KNOWN, M("This is a web page: give the file itself.") } },
};

/* Behind declaration, comments and document type: the first name after '<' that is a letter's. */
static struct str
root_name(struct str text)
{
	struct str name, prefix;
	size_t end = 0;

	for (size_t at = str_find_char(text, '<'); at != SIZE_MAX; at = str_find_char(text, '<')) {
		text = str_from(text, at + 1);
		if (str_take(&text, STR("!--"))) {
			size_t close = str_find(text, STR("-->"));

			text = str_from(text, close == SIZE_MAX ? text.len : close);
			continue;
		}
		if (text.len > 0 && char_is_alpha(text.ptr[0]))
			break;
	}
	while (end < text.len && !char_is_space(text.ptr[end]) && text.ptr[end] != '>' && text.ptr[end] != '/')
		end++;
	if (!str_cut(str_sub(text, 0, end), ':', &prefix, &name))
		return prefix;
	return name;
}

struct inventory_guess
detect_xml(struct str text)
{
	struct str name = root_name(text), begin = str_sub(text, 0, 4096);

	for (size_t i = 0; i < ARRAY_LEN(xml_roots); i++)
		if (str_eq_nocase(name, xml_roots[i].root) &&
		    (xml_roots[i].also.len == 0 || str_find(begin, xml_roots[i].also) != SIZE_MAX))
			return xml_roots[i].guess;
	return unknown();
}

/* ------------------------------------------------------------------------------- lines */

static const struct {
	struct str             begin;
	struct inventory_guess guess;
} line_begins[] = {
	{ STR_INIT("SPDXVersion:"), { INVENTORY_SPDX, NULL } },
	{ STR_INIT("spdxVersion:"), { INVENTORY_KNOWN,
	    M("This is SPDX in its YAML form, which is not read here: convert it to JSON or tag-value with an SPDX tool.") } },
	{ STR_INIT("SPDXID:"), { INVENTORY_KNOWN,
	    M("This is SPDX in its YAML form, which is not read here: convert it to JSON or tag-value with an SPDX tool.") } },
	{ STR_INIT("Package:"), { INVENTORY_DPKG, NULL } },
	{ STR_INIT("Desired="), { INVENTORY_DPKG, NULL } },
	{ STR_INIT("||/ Name"), { INVENTORY_DPKG, NULL } },
	{ STR_INIT("ii  "),     { INVENTORY_DPKG, NULL } },
	{ STR_INIT("C:Q1"),     { INVENTORY_KNOWN,
	    M("This is the database of apk: let syft or trivy write an SBOM of the system instead.") } },
};

static const struct str arches[] = {
	STR_INIT(".x86_64"), STR_INIT(".noarch"), STR_INIT(".aarch64"), STR_INIT(".i686"), STR_INIT(".i586"),
	STR_INIT(".i386"), STR_INIT(".ppc64le"), STR_INIT(".ppc64"), STR_INIT(".s390x"), STR_INIT(".armv7hl"),
	STR_INIT(".riscv64"), STR_INIT(".(none)"),
};

static bool
is_nevra(struct str line)
{
	struct str head = line, piece;

	for (size_t i = 0; i < ARRAY_LEN(arches); i++)
		if (str_take_end(&head, arches[i]))
			return str_cut_last(head, '-', &head, &piece) && str_cut_last(head, '-', &head, &piece) &&
			    str_find_char(head, ' ') == SIZE_MAX;
	return false;
}

/* Six columns of which the last is a state such as "ii " are dpkg-query's; seven or eight are rpm's. */
static struct inventory_guess
guess_columns(struct str line)
{
	struct str rest = line, column = { 0 }, columns[8] = { { 0 } };
	size_t count = 0;

	while (str_split(&rest, '\t', &column)) {
		if (count < ARRAY_LEN(columns))
			columns[count] = str_trim_space(column);
		count++;
	}
	if (count >= 6 && count <= 8 && (str_ends(columns[5], STR(".rpm")) || str_eq(columns[5], STR("(none)"))))
		return GUESS(INVENTORY_RPM, NULL);
	if (count == 5 || (count == 6 && columns[5].len >= 1 && columns[5].len <= 3))
		return GUESS(INVENTORY_DPKG, NULL);
	return unknown();
}

static struct inventory_guess
guess_line(struct str line)
{
	for (size_t i = 0; i < ARRAY_LEN(line_begins); i++)
		if (str_starts(line, line_begins[i].begin))
			return line_begins[i].guess;
	if (str_find_char(line, '\t') != SIZE_MAX)
		return guess_columns(line);
	if (is_nevra(str_trim_space(line)))
		return GUESS(INVENTORY_RPM, NULL);
	return unknown();
}

struct inventory_guess
detect_lines(struct str text)
{
	struct inventory_guess guess = unknown();
	struct system_name system = { 0 };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str line;

	(void)system_take_lines(&system, &text, arena);
	/* A comment, a separator or a single odd line may stand before what tells. */
	for (int i = 0; i < 20 && str_line(&text, &line); i++) {
		guess = guess_line(line);
		if (guess.kind != INVENTORY_UNKNOWN)
			return guess;
	}
	return guess;
}
