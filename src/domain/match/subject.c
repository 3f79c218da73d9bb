#include "domain/match/subject.h"

#include "format/purl/purl.h"

static void
read_package(struct subject *subject, struct arena *arena)
{
	const struct component *component = subject->component;
	struct purl purl;

	subject->ecosystem = component->ecosystem;
	subject->package = component->package;
	if (subject->ecosystem.len > 0 && subject->package.len > 0)
		return;
	subject->ecosystem = subject->package = STR("");
	/* A purl that cannot be read is no identity; the readers have said so already. */
	if (component->purl.len > 0 && purl_parse(component->purl, arena, &purl) == NULL)
		(void)purl_ecosystem(&purl, arena, &subject->ecosystem, &subject->package);
}

static void
read_cpe(struct subject *subject, struct arena *arena)
{
	const struct component *component = subject->component;

	subject->version = component->version;
	if (component->cpe.len == 0 || cpe_parse(component->cpe, arena, &subject->cpe) != NULL)
		return;
	subject->cpe_key = product_cpe_key(&subject->cpe, arena);
	subject->version = product_version(&subject->cpe, component, arena);
	subject->maker_decides = product_is_serviced_by_maker(subject->cpe_key);
	subject->platforms = product_platform_of_key(subject->cpe_key);
}

/*
 * The version of the source package. A source RPM's file name lacks the epoch that its packages and
 * the advisories have; when nothing else differs, the package's own version is the better one.
 */
static struct str
source_version(const struct component *component)
{
	struct str epoch, rest;

	if (component->source_version.len == 0)
		return component->version;
	if (str_cut(component->version, ':', &epoch, &rest) && str_eq(rest, component->source_version))
		return component->version;
	return component->source_version;
}

static void
read_distribution(struct subject *subject, struct arena *arena)
{
	const struct component *component = subject->component;
	enum channel channel;
	struct component ordinary = *component;

	subject->distro = distro_of_id(component->distribution);
	if (subject->distro == NULL && component->distribution.len == 0)
		subject->distro = distro_of_ecosystem(subject->ecosystem);
	subject->package_version = source_version(component);
	if (component->distribution.len > 0 || subject->distro != NULL)
		subject->platforms |= PLATFORM_LINUX;
	if (subject->distro == NULL)
		return;
	subject->release = distro_release_of_component(subject->distro, component, arena, &subject->channel);
	ordinary.channel = STR("");
	ordinary.version = ordinary.source_version = STR("");
	subject->main_release = distro_release_of_component(subject->distro, &ordinary, arena, &channel);
}

/* A distribution, or its kernel, as one component. */
static bool
is_distribution(const struct subject *subject)
{
	struct str product = str_from(subject->cpe_key, 2);

	if (subject->component->kind != COMPONENT_OS && !str_starts(subject->cpe_key, STR("o:")))
		return false;
	if (subject->cpe_key.len == 0)
		return subject->distro != NULL;
	return distro_is_product(product) ||
	    (subject->component->distribution.len > 0 && str_eq(product, STR("linux:linux_kernel")));
}

static enum road
road_of(const struct subject *subject)
{
	const struct component *component = subject->component;

	if (component->excluded || component->kind == COMPONENT_OTHER || component->kind == COMPONENT_UPDATE)
		return ROAD_NONE;
	/* .NET Framework has its updates by the operating system's line, and is judged there. */
	if (subject->maker.rule == WINDOWS_FRAMEWORK && subject->cpe_key.len == 0)
		return ROAD_NONE;
	if (subject->maker.rule != WINDOWS_NONE && subject->maker.rule != WINDOWS_FRAMEWORK)
		return ROAD_MAKER;
	if (is_distribution(subject))
		return ROAD_OS;
	if (component->kind == COMPONENT_OS_PACKAGE || distro_of_ecosystem(subject->ecosystem) != NULL)
		return ROAD_PACKAGES;
	if (subject->ecosystem.len > 0 || subject->cpe_key.len > 0)
		return ROAD_PRODUCT;
	return ROAD_NAME;
}

void
subject_init(struct subject *subject, const struct component *component, struct arena *arena)
{
	*subject = (struct subject){ .component = component, .package_version = component->version };
	read_package(subject, arena);
	read_cpe(subject, arena);
	if (component->kind == COMPONENT_OS_PACKAGE || component->kind == COMPONENT_OS ||
	    component->distribution.len > 0 || distro_of_ecosystem(subject->ecosystem) != NULL)
		read_distribution(subject, arena);
	if (windows_recognise(component, arena, &subject->maker))
		subject->maker_decides = true;
	subject->road = road_of(subject);
	if (subject->road != ROAD_PACKAGES)
		subject->package_version = component->version;
	subject->only_candidates = subject->road == ROAD_PACKAGES || subject->road == ROAD_OS;
}

static struct source_state
state_of(const struct match_source *item)
{
	return (struct source_state){ true, item->complete, item->fresh };
}

/*
 * One more feed of the same packages ("osv:Debian:tracker" beside "osv:Debian"): one that is complete and fresh has its say on everything; of those
 * that list only some of it all must be fresh.
 */
static struct source_state
state_joined(struct source_state state, const struct match_source *item)
{
	if (item->complete)
		return !state.complete || item->fresh ? state_of(item) : state;
	if (state.complete)
		return state;
	return (struct source_state){ true, false, item->fresh && (!state.present || state.fresh) };
}

static bool
is_part_of(struct str name, struct str feed)
{
	return str_take(&name, feed) && (name.len == 0 || name.ptr[0] == ':');
}

/* The feed itself and its parts, or one that holds all of its source's ("osv" for "osv:PyPI"). */
struct source_state
source_state(const struct match_sources *sources, enum source source, struct str feed)
{
	/* What our own people wrote does not age. */
	struct source_state state = { .present = source == SOURCE_OWN, .fresh = source == SOURCE_OWN };
	struct source_state joined = { 0 };
	struct str whole = str_of(enum_name(&source_names, (int)source));

	for (size_t i = 0; sources != NULL && i < sources->count; i++) {
		const struct match_source *item = &sources->items[i];

		if (item->source != source)
			continue;
		/* An advisory does not say which of the feeds it came by: all of them are to be fresh. */
		if (source == SOURCE_CSAF) {
			state = (struct source_state){ true, false, item->fresh && (!state.present || state.fresh) };
			continue;
		}
		if (source == SOURCE_OSV && is_part_of(item->feed, feed)) {
			joined = state_joined(joined, item);
			continue;
		}
		if (feed.len == 0 || str_eq(item->feed, feed))
			return state_of(item);
		if (str_eq(item->feed, whole))
			state = state_of(item);
	}
	return joined.present ? joined : state;
}
