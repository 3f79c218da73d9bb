#include "format/component/component.h"

#include "format/cpe/cpe.h"
#include "format/purl/purl.h"

static bool
is_package_type(struct str type)
{
	static const struct str types[] = { STR_INIT("deb"), STR_INIT("rpm"), STR_INIT("apk"), STR_INIT("alpm") };

	return str_is_one_of(type, types, ARRAY_LEN(types));
}

static void
set_if_empty(struct str *field, struct str value)
{
	if (field->len == 0)
		*field = value;
}

/* The version as dpkg and rpm compare it: purls carry the epoch of rpm, and trivy also that of deb, apart. */
static struct str
with_epoch(struct str version, struct str epoch, struct arena *arena)
{
	if (version.len == 0 || epoch.len == 0 || str_eq(epoch, STR("0")) || str_find_char(version, ':') != SIZE_MAX)
		return version;
	return arena_printf(arena, "%.*s:%.*s", STR_ARG(epoch), STR_ARG(version));
}

bool
component_take_source_rpm(struct component *component, struct str file, struct arena *arena)
{
	struct str name, version, release, epoch;

	if (!str_take_end(&file, STR(".src.rpm")) && !str_take_end(&file, STR(".nosrc.rpm")))
		return false;
	if (!str_cut_last(file, '-', &file, &release) || !str_cut_last(file, '-', &name, &version) || name.len == 0)
		return false;
	if (!str_cut(component->version, ':', &epoch, &(struct str){ 0 }))
		epoch = STR("");
	component->source_name = name;
	component->source_version =
	    with_epoch(arena_printf(arena, "%.*s-%.*s", STR_ARG(version), STR_ARG(release)), epoch, arena);
	return true;
}

/* syft's qualifier: "glibc@2.36-9", "glibc", or of rpm the name of the source package's file. */
static void
take_upstream(struct component *component, struct str upstream, struct arena *arena)
{
	if (upstream.len == 0 || component->source_name.len > 0 || component_take_source_rpm(component, upstream, arena))
		return;
	str_cut(upstream, '@', &component->source_name, &component->source_version);
}

static void
take_package(struct component *component, const struct purl *purl, struct arena *arena)
{
	struct str distro = purl_qualifier(purl, STR("distro"), arena);
	struct system_name system = system_of_purl(purl->space, distro, arena);

	component->kind = COMPONENT_OS_PACKAGE;
	component->version = with_epoch(component->version, purl_qualifier(purl, STR("epoch"), arena), arena);
	set_if_empty(&component->distribution, system.distribution);
	set_if_empty(&component->release, system.release);
	set_if_empty(&component->arch, purl_qualifier(purl, STR("arch"), arena));
	set_if_empty(&component->module, purl_qualifier(purl, STR("rpmmod"), arena));
	set_if_empty(&component->module, purl_qualifier(purl, STR("modularitylabel"), arena));
	take_upstream(component, purl_qualifier(purl, STR("upstream"), arena), arena);
}

struct err *
component_take_purl(struct component *component, struct str text, struct arena *arena)
{
	struct purl purl;
	bool known;

	TRY(purl_parse(text, arena, &purl));
	component->purl = purl_format(&purl, arena);
	set_if_empty(&component->name, purl.name);
	set_if_empty(&component->version, purl.version);
	known = purl_ecosystem(&purl, arena, &component->ecosystem, &component->package);
	if (is_package_type(purl.type))
		take_package(component, &purl, arena);
	else if (known)
		component->kind = COMPONENT_LIBRARY;
	return NULL;
}

struct err *
component_take_cpe(struct component *component, struct str text, struct arena *arena)
{
	struct cpe cpe;

	TRY(cpe_parse(text, arena, &cpe));
	component->cpe = cpe_format(&cpe, arena);
	return NULL;
}

/* A purl for a package that came without one, as a package manager's list does. */
static void
make_purl(struct component *component, struct arena *arena)
{
	struct system_package package = system_package(component->distribution);
	struct purl purl = { .type = str_of(package.type), .space = package.space, .name = component->name };
	struct str epoch = { 0 }, version = component->version;

	if (package.type == NULL)
		return;
	if (str_eq(purl.type, STR("rpm")) && !str_cut(component->version, ':', &epoch, &version)) {
		epoch = STR("");
		version = component->version;
	}
	purl.version = version;
	purl_add_qualifier(&purl, STR("arch"), component->arch, arena);
	purl_add_qualifier(&purl, STR("epoch"), epoch, arena);
	if (component->release.len > 0)
		purl_add_qualifier(&purl, STR("distro"), arena_printf(arena, "%.*s-%.*s", STR_ARG(component->distribution),
		    STR_ARG(component->release)), arena);
	purl_add_qualifier(&purl, STR("rpmmod"), component->module, arena);
	if (!str_eq(component->source_name, component->name) || !str_eq(component->source_version, component->version))
		purl_add_qualifier(&purl, STR("upstream"), component->source_version.len == 0 ? component->source_name
		    : arena_printf(arena, "%.*s@%.*s", STR_ARG(component->source_name), STR_ARG(component->source_version)),
		    arena);
	if (purl_normalise(&purl, arena) == NULL)
		component->purl = purl_format(&purl, arena);
}

void
component_finish(struct component *component, const struct system_name *system, struct arena *arena)
{
	struct str ecosystem;

	if (component->kind != COMPONENT_OS_PACKAGE)
		return;
	set_if_empty(&component->distribution, system->distribution);
	if (str_eq(component->distribution, system->distribution))
		set_if_empty(&component->release, system->release);
	if (component->source_name.len == 0) {
		component->source_name = component->name;
		set_if_empty(&component->source_version, component->version);
	}
	/* Without a version of its own the source has the binary's: that is how dpkg writes it. */
	set_if_empty(&component->source_version, component->version);
	if (component->purl.len == 0)
		make_purl(component, arena);
	ecosystem = system_ecosystem(component->distribution);
	set_if_empty(&component->ecosystem, ecosystem);
	if (component->ecosystem.len > 0)
		component->package = system_lists_binaries(component->distribution) ? component->name
		                                                                   : component->source_name;
}

void
component_forget_source(struct component *component)
{
	component->source_name = component->source_version = STR("");
	if (!system_lists_binaries(component->distribution))
		component->package = STR("");
}

struct component
component_of_system(const struct system_name *system)
{
	return (struct component){
		.kind = COMPONENT_OS,
		.name = system->distribution,
		.version = system->release,
		.distribution = system->distribution,
		.release = system->release,
	};
}

/* ------------------------------------------------------------------------------- coverage */

void
inventory_tally_add(struct inventory_tally *tally, const struct component *component, struct arena *arena)
{
	tally->kinds[component->kind]++;
	if (tally->system.distribution.len == 0 && component->kind == COMPONENT_OS_PACKAGE && component->release.len > 0) {
		tally->system.distribution = arena_copy(arena, component->distribution);
		tally->system.release = arena_copy(arena, component->release);
	}
}

static void
cover(struct inventory_head *head, enum layer layer, enum coverage coverage, struct arena *arena)
{
	list_push(arena, &head->coverage, ((struct coverage_row){ layer, coverage }));
}

/* Tools that list every package of the system they look at. */
static bool
lists_whole_systems(struct str tool)
{
	static const struct str tools[] = { STR_INIT("syft"), STR_INIT("trivy"), STR_INIT("tsukuroi") };

	for (size_t i = 0; i < ARRAY_LEN(tools); i++)
		if (str_find(tool, tools[i]) != SIZE_MAX)
			return true;
	return false;
}

static void
fill_head(const struct inventory_tally *tally, struct inventory_head *head, struct arena *arena)
{
	bool system = tally->kinds[COMPONENT_OS] > 0;
	bool packages = tally->kinds[COMPONENT_OS_PACKAGE] > 0;
	bool whole = tally->system.release.len > 0 && tally->refused == 0 && lists_whole_systems(head->tool);

	head->distribution = tally->system.distribution;
	head->release = tally->system.release;
	if (system)
		cover(head, LAYER_OS, COVERAGE_COMPLETE, arena);
	if (packages)
		cover(head, LAYER_OS_PACKAGES, whole ? COVERAGE_COMPLETE : COVERAGE_PARTIAL, arena);
	cover(head, LAYER_LANGUAGE_PACKAGES, COVERAGE_PARTIAL, arena);
	if (!packages)
		cover(head, LAYER_APPLICATIONS, COVERAGE_PARTIAL, arena);
	if (tally->kinds[COMPONENT_HARDWARE] > 0)
		cover(head, LAYER_HARDWARE, COVERAGE_PARTIAL, arena);
	if (tally->kinds[COMPONENT_HARDWARE] > 0 || tally->kinds[COMPONENT_FIRMWARE] > 0)
		cover(head, LAYER_FIRMWARE, COVERAGE_PARTIAL, arena);
}

struct err *
inventory_end_sbom(const struct inventory_tally *tally, struct inventory_head *head, struct sink *sink,
    struct arena *arena)
{
	size_t count = 0;

	for (size_t i = 0; i < ARRAY_LEN(tally->kinds); i++)
		count += tally->kinds[i];
	if (count == 0)
		TRY(sink_warn(sink, STR(""), -1, -1, err_new(arena, ERR_FORMAT, M("The document lists no component.")), arena));
	fill_head(tally, head, arena);
	return sink_record(sink, &inventory_head_schema, head, arena);
}

struct err *
inventory_end_list(const struct inventory_tally *tally, struct inventory_head *head, struct sink *sink,
    struct arena *arena)
{
	if (tally->kinds[COMPONENT_OS_PACKAGE] == 0)
		return err_new(arena, ERR_FORMAT, M("The list of packages names no installed package."));
	head->distribution = tally->system.distribution;
	head->release = tally->system.release;
	head->kernel = tally->system.kernel;
	if (tally->system.distribution.len > 0)
		cover(head, LAYER_OS, COVERAGE_COMPLETE, arena);
	cover(head, LAYER_OS_PACKAGES, tally->refused == 0 ? COVERAGE_COMPLETE : COVERAGE_PARTIAL, arena);
	return sink_record(sink, &inventory_head_schema, head, arena);
}
