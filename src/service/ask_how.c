/*
 * ask_how.c - where the version of a product is to be read, said so that somebody who does not administer it can do it.
 */
#include "base/catalogue.h"
#include "base/fold.h"
#include "service/ask.h"

/* The first row whose word the product's name or identity holds; more particular words come first. */
static const struct { const char *word, *how; } ways[] = {
	{ "tomcat",       M("Run bin\\version.bat (Linux: bin/version.sh) in the folder of Tomcat and copy the line \"Server number\".") },
	{ "struts",       M("Look in WEB-INF/lib of the application for struts2-core-*.jar: the number in the file name is the version.") },
	{ "spring",       M("Look in WEB-INF/lib (or BOOT-INF/lib) of the application for spring-core-*.jar: the number in the file name is the version.") },
	{ "log4j",        M("Search the server for log4j-core-*.jar, also inside .war and .ear files: the number in the file name is the version.") },
	{ "http_server",  M("Run \"httpd -v\" (or \"apache2 -v\") and copy the line \"Server version\".") },
	{ "httpd",        M("Run \"httpd -v\" (or \"apache2 -v\") and copy the line \"Server version\".") },
	{ "nginx",        M("Run \"nginx -v\" and copy the line.") },
	{ "php",          M("Run \"php -v\" and copy the first line.") },
	{ "openssl",      M("Run \"openssl version\" and copy the line.") },
	{ "openssh",      M("Run \"ssh -V\" and copy the line.") },
	{ "postgresql",   M("Run \"SELECT version();\" in the database and copy the answer.") },
	{ "mysql",        M("Run \"SELECT version();\" in the database and copy the answer.") },
	{ "mariadb",      M("Run \"SELECT version();\" in the database and copy the answer.") },
	{ "sql_server",   M("Run \"SELECT @@VERSION;\" in the database and copy the whole answer with its number (for example 15.0.4430.1).") },
	{ "sql server",   M("Run \"SELECT @@VERSION;\" in the database and copy the whole answer with its number (for example 15.0.4430.1).") },
	{ "oracle",       M("Run \"SELECT banner_full FROM v$version;\" in the database and copy the answer; add the output of \"opatch lspatches\".") },
	{ "weblogic",     M("Open the administration console: the version stands at the bottom of its first page. Add the output of \"opatch lspatches\".") },
	{ "wordpress",    M("Sign in to the dashboard: the version stands at the bottom right. Plugins and themes have theirs in their lists.") },
	{ "movable type", M("Sign in to the administration screen: the version stands at the bottom of the page.") },
	{ "ec-cube",      M("Sign in to the administration screen and open the system information: the version of EC-CUBE and of PHP stand there.") },
	{ "basercms",     M("Sign in to the administration screen: the version stands at the bottom of the page.") },
	{ "java",         M("Run \"java -version\" and copy all lines.") },
	{ "jdk",          M("Run \"java -version\" and copy all lines.") },
	{ "node",         M("Run \"node -v\" and copy the line.") },
	{ "python",       M("Run \"python3 --version\" and copy the line.") },
	{ "jquery",       M("Open the site, save the file jquery*.js: the version stands in its first lines.") },
	{ "iis",          M("Open the IIS Manager, Help > About. Add the version of Windows Server (winver).") },
	{ "exchange",     M("Run \"Get-Command ExSetup.exe | % FileVersionInfo\" in PowerShell on the server and copy the version.") },
	{ "office",       M("Open Word or Excel, File > Account: copy the version and the build in brackets.") },
	{ "windows",      M("Press Windows+R, type winver: copy the version and the OS build (for example 26100.4946).") },
	{ "vmware",       M("Open the management screen of the host: version and build stand in its summary.") },
	{ "esxi",         M("Open the management screen of the host: version and build stand in its summary.") },
	{ "fortios",      M("Run \"get system status\" and copy the line \"Version\".") },
	{ "fortigate",    M("Run \"get system status\" and copy the line \"Version\".") },
	{ "cisco",        M("Run \"show version\" and copy all of it.") },
	{ "rtx",          M("Run \"show environment\" (Yamaha: the line that begins with the model and Rev.) and copy it.") },
	{ "nvr",          M("Run \"show environment\" (Yamaha: the line that begins with the model and Rev.) and copy it.") },
	{ "linux",        M("Run \"cat /etc/os-release\" and \"uname -r\" and copy both; the list of packages (rpm -qa or dpkg -l) may be sent as a file.") },
	{ "ルータ",       M("Open the management screen of the device in a browser: model and firmware stand on the page of device information.") },
	{ "router",       M("Open the management screen of the device in a browser: model and firmware stand on the page of device information.") },
};

struct str
ask_how(struct str product, struct str identity, enum lang lang)
{
	struct arena *scratch ARENA_SCOPE = arena_new();
	struct str name = fold_text(product, scratch), id = fold_text(identity, scratch);

	for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
		struct str word = fold_text(str_of(ways[i].word), scratch);

		if (str_find(name, word) != SIZE_MAX || str_find(id, word) != SIZE_MAX)
			return str_of(catalogue_text(lang, ways[i].how));
	}
	return str_of(catalogue_text(lang, M("See \"About\" or \"version information\" in the product's menu, the list of installed programs, or the delivery documents; otherwise ask the maker.")));
}
