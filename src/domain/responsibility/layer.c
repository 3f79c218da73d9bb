/*
 * layer.c - which layer a component belongs to.
 */
#include "domain/responsibility/responsibility.h"

#include "base/fold.h"

/*
 * Products that other products run on: web and application servers, databases, runtimes, queues. By "vendor:product" of a CPE name,
 * and by the name people write, as fold_text leaves it; what is not in the table is an application of its own.
 */
static const struct { const char *cpe, *name; } middleware[] = {
	{ "apache:http_server", "apache http server" }, { "apache:tomcat", "apache tomcat" }, { "apache:tomcat", "tomcat" },
	{ "f5:nginx", "nginx" }, { "nginx:nginx", "nginx" }, { "lighttpd:lighttpd", "lighttpd" }, { "haproxy:haproxy", "haproxy" },
	{ "squid-cache:squid", "squid" }, { "microsoft:internet_information_services", "iis" },
	{ "microsoft:internet_information_services", "internet information services" },
	{ "microsoft:sql_server", "microsoft sql server" }, { "microsoft:sql_server", "sql server" },
	{ "microsoft:.net_framework", ".net framework" }, { "microsoft:.net", ".net" },
	{ "oracle:database_server", "oracle database" }, { "oracle:database", "oracle database" }, { "oracle:weblogic_server", "weblogic server" },
	{ "oracle:mysql", "mysql" }, { "mariadb:mariadb", "mariadb" }, { "postgresql:postgresql", "postgresql" }, { "mongodb:mongodb", "mongodb" },
	{ "redis:redis", "redis" }, { "memcached:memcached", "memcached" }, { "ibm:websphere_application_server", "websphere application server" },
	{ "ibm:db2", "db2" }, { "redhat:jboss_enterprise_application_platform", "jboss eap" }, { "redhat:wildfly", "wildfly" },
	{ "oracle:jdk", "java" }, { "oracle:jre", "java" }, { "oracle:openjdk", "openjdk" }, { "php:php", "php" }, { "python:python", "python" },
	{ "ruby-lang:ruby", "ruby" }, { "perl:perl", "perl" }, { "nodejs:node.js", "node.js" }, { "openssl:openssl", "openssl" },
	{ "isc:bind", "bind" }, { "postfix:postfix", "postfix" }, { "apache:activemq", "activemq" }, { "apache:kafka", "kafka" },
	{ "vmware:rabbitmq", "rabbitmq" }, { "elastic:elasticsearch", "elasticsearch" }, { "docker:docker", "docker" },
	{ "fujitsu:interstage_application_server", "interstage application server" },
	{ "hitachi:ucosminexus_application_server", "ucosminexus application server" }, { "nec:webotx", "webotx" },
	{ "hitachi:hirdb", "hirdb" }, { "fujitsu:symfoware", "symfoware" },
};

/* "vendor:product" out of a CPE 2.3 name; escapes stay, as none of the table's names has one. */
static struct str
cpe_key(struct str cpe)
{
	struct str part, vendor, product, rest = cpe;
	size_t at;

	if (!str_take(&rest, STR("cpe:2.3:")) || !str_split(&rest, ':', &part))
		return STR("");
	at = (size_t)(rest.ptr - cpe.ptr);
	if (!str_split(&rest, ':', &vendor) || !str_split(&rest, ':', &product))
		return STR("");
	return str_sub(cpe, at, vendor.len + 1 + product.len);
}

static bool
is_middleware(const struct component *component)
{
	struct arena *arena ARENA_SCOPE = arena_new_of(1024);
	struct str key = cpe_key(component->cpe), name = fold_text(component->name, arena);

	for (size_t i = 0; i < ARRAY_LEN(middleware); i++)
		if (str_eq(key, str_of(middleware[i].cpe)) || str_eq(name, str_of(middleware[i].name)))
			return true;
	return false;
}

enum duty_layer
duty_layer_of(const struct component *component)
{
	static const enum duty_layer by_kind[COMPONENT_KIND_COUNT] = {
		[COMPONENT_APPLICATION] = DUTY_APPLICATION, [COMPONENT_LIBRARY] = DUTY_APPLICATION, [COMPONENT_OS_PACKAGE] = DUTY_OS,
		[COMPONENT_OS] = DUTY_OS, [COMPONENT_HARDWARE] = DUTY_HARDWARE, [COMPONENT_FIRMWARE] = DUTY_HARDWARE,
		[COMPONENT_OTHER] = DUTY_APPLICATION, [COMPONENT_UPDATE] = DUTY_OS,
	};

	if (component->kind != COMPONENT_APPLICATION)
		return by_kind[component->kind];
	if (str_starts(component->cpe, STR("cpe:2.3:o:")))
		return DUTY_OS;
	if (str_starts(component->cpe, STR("cpe:2.3:h:")))
		return DUTY_HARDWARE;
	return is_middleware(component) ? DUTY_MIDDLEWARE : DUTY_APPLICATION;
}
