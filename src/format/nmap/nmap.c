#include "format/nmap/nmap.h"

#include "base/buf.h"
#include "base/limits.h"
#include "format/cpe/cpe.h"
#include "format/xml/xml.h"

enum { WHAT_MOST = 1000 };   /* bytes of what is shown of one host */

struct scan {
	struct xml_listener listener;   /* first */
	struct sink        *sink;
	struct arena       *arena;
	int64_t             started;
	struct str          tool;
	int64_t             hosts, down;
	bool                finished;   /* runstats were there, and no error in them */
	bool                is_scan;
};

/* Seconds since 1970, as nmap writes instants. */
static int64_t
instant_of(struct str text, int64_t fallback)
{
	uint64_t seconds;

	return str_to_u64(text, &seconds) && seconds > 0 && seconds < UINT32_MAX ? (int64_t)seconds * INSTANT_SECOND : fallback;
}

static bool
is(const struct xml_node *node, const char *name)
{
	return str_eq(node->name, str_of(name));
}

/* ------------------------------------------------------------------------------------------ one host */

static void
read_names(const struct xml_node *host, struct sighting *sighting)
{
	const struct xml_node *names = xml_child(host, "hostnames");

	for (size_t i = 0; i < host->children.count; i++) {
		const struct xml_node *node = host->children.items[i];
		struct str type = xml_attribute(node, "addrtype"), address = xml_attribute(node, "addr");

		if (!is(node, "address"))
			continue;
		if (str_eq(type, STR("mac")))
			sighting->mac = address;
		else if (sighting->address.len == 0)
			sighting->address = address;
	}
	for (size_t i = 0; names != NULL && i < names->children.count && sighting->name.len == 0; i++)
		if (is(names->children.items[i], "hostname"))
			sighting->name = xml_attribute(names->children.items[i], "name");
}

/* The first of its names that means a program. */
static struct str
cpe_of(const struct xml_node *service, struct arena *arena)
{
	for (size_t i = 0; i < service->children.count; i++) {
		struct str text = str_trim_space(service->children.items[i]->text);
		struct cpe cpe;

		if (is(service->children.items[i], "cpe") && str_starts(text, STR("cpe:/a:")) && cpe_parse(text, arena, &cpe) == NULL)
			return cpe_format(&cpe, arena);
	}
	return STR("");
}

static struct err *
send_service(struct scan *scan, const struct xml_node *port, const struct xml_node *service, struct arena *arena)
{
	struct component component = { .kind = COMPONENT_APPLICATION, .provenance = PROVENANCE_SCAN,
		.name = str_trim_space(xml_attribute(service, "product")), .version = str_trim_space(xml_attribute(service, "version")) };
	struct str portid = xml_attribute(port, "portid"), protocol = xml_attribute(port, "protocol");

	if (!str_eq(xml_attribute(service, "method"), STR("probed")) || component.name.len == 0)
		return NULL;
	component.cpe = cpe_of(service, arena);
	component.place = arena_printf(arena, "%.*s/%.*s", STR_ARG(portid), STR_ARG(protocol));
	return sink_record(scan->sink, &component_schema, &component, arena);
}

static void
describe(struct buf *what, const struct xml_node *port, const struct xml_node *service)
{
	struct str portid = xml_attribute(port, "portid"), protocol = xml_attribute(port, "protocol");
	struct str product = service == NULL ? STR("") : xml_attribute(service, "product");
	struct str version = service == NULL ? STR("") : xml_attribute(service, "version");

	if (product.len == 0 && service != NULL)
		product = xml_attribute(service, "name");
	if (what->len + portid.len + protocol.len + product.len + version.len + 8 > WHAT_MOST)
		return;
	buf_addf(what, "%s%.*s/%.*s", what->len > 0 ? ", " : "", STR_ARG(portid), STR_ARG(protocol));
	if (product.len > 0)
		buf_addf(what, " %.*s", STR_ARG(product));
	if (version.len > 0)
		buf_addf(what, " %.*s", STR_ARG(version));
}

static struct err *
read_ports(struct scan *scan, const struct xml_node *host, struct buf *what, struct arena *arena)
{
	const struct xml_node *ports = xml_child(host, "ports");

	if (ports != NULL && ports->children.count > LIMIT_SCAN_PORTS)
		return err_new(arena, ERR_LIMIT, M("One host of the scan has more than {limit} ports."), ARG_N("limit", LIMIT_SCAN_PORTS));
	for (size_t i = 0; ports != NULL && i < ports->children.count; i++) {
		const struct xml_node *port = ports->children.items[i], *service;

		if (!is(port, "port") || !str_eq(xml_attribute(xml_child(port, "state"), "state"), STR("open")))
			continue;
		service = xml_child(port, "service");
		describe(what, port, service);
		if (service != NULL)
			TRY(send_service(scan, port, service, arena));
	}
	return NULL;
}

static struct err *
read_host(struct scan *scan, const struct xml_node *host, struct arena *arena)
{
	struct sighting sighting = { .source = SIGHTING_SCAN };
	struct inventory_head head = { .format = STR("nmap"), .tool = scan->tool, .provenance = PROVENANCE_SCAN };
	struct buf what BUF_SCOPE = { 0 };
	struct str state = xml_attribute(xml_child(host, "status"), "state");

	if (state.len > 0 && !str_eq(state, STR("up"))) {
		scan->down++;
		return NULL;
	}
	read_names(host, &sighting);
	if (sighting.address.len == 0 && sighting.name.len == 0)
		return NULL;
	sighting.at = instant_of(xml_attribute(host, "endtime"), instant_of(xml_attribute(host, "starttime"), scan->started));
	TRY(read_ports(scan, host, &what, arena));
	sighting.what = buf_str(&what);
	head.made = sighting.at;
	head.subject = sighting.name.len > 0 ? sighting.name : sighting.address;
	scan->hosts++;
	TRY(sink_record(scan->sink, &inventory_head_schema, &head, arena));
	return sink_record(scan->sink, &sighting_schema, &sighting, arena);
}

/* ------------------------------------------------------------------------------------------ the file */

static struct err *
on_record(struct xml_listener *listener, const struct xml_node *node, uint64_t offset, struct arena *arena)
{
	struct scan *scan = (struct scan *)listener;

	(void)offset;
	if (!scan->is_scan)
		return NULL;
	if (is(node, "runstats")) {
		struct str end = xml_attribute(xml_child(node, "finished"), "exit");

		scan->finished = end.len == 0 || str_eq(end, STR("success"));
		return NULL;
	}
	return read_host(scan, node, arena);
}

static struct err *
on_root(struct xml_listener *listener, const struct xml_node *node, struct arena *arena)
{
	struct scan *scan = (struct scan *)listener;

	scan->is_scan = is(node, "nmaprun");
	if (!scan->is_scan)
		return err_new(arena, ERR_FORMAT, M("This is no scan by nmap: give the file that nmap -oX wrote."));
	scan->started = instant_of(xml_attribute(node, "start"), INSTANT_NONE);
	scan->tool = arena_printf(scan->arena, "nmap %.*s", STR_ARG(xml_attribute(node, "version")));
	return NULL;
}

struct err *
nmap_read(struct input *input, struct sink *sink, struct arena *arena)
{
	static const char *const records[] = { "host", "runstats", NULL };
	struct scan scan = { .listener = { on_record, on_root, records }, .sink = sink, .arena = arena };
	struct err *err = xml_read(input, &scan.listener, arena);

	/* What a scan saw before it was cut off is worth having; what is refused for another reason is not. */
	if (err != NULL && (err->code != ERR_FORMAT || scan.hosts == 0))
		return err;
	if (err == NULL && scan.finished)
		return NULL;
	return sink_warn(sink, STR(""), -1, -1, err_new(arena, ERR_FORMAT,
	    M("The scan was interrupted: {hosts} hosts were seen until then, others may be missing."), ARG_N("hosts", scan.hosts)), arena);
}
