#include "service/collect.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/input.h"
#include "base/limits.h"
#include "base/vec.h"
#include "format/cyclonedx/cyclonedx_write.h"
#include "format/purl/purl.h"
#include "service/inventory.h"

extern char **environ;

struct collecting {
	struct arena             *arena;
	struct inventory_head     head;
	LIST(struct component)    components;
	LIST(struct collect_note) notes;
};

/* ---------------------------------------------------------------- child tools */

/* Runs a tool with its output into fd. False when it is not there or fails: then this machine has none of it. */
static bool
run_tool(const char *const *argv, int fd)
{
	posix_spawn_file_actions_t actions;
	int status = -1;
	bool spawned;
	pid_t pid;

	if (posix_spawn_file_actions_init(&actions) != 0)
		return false;
	(void)posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	(void)posix_spawn_file_actions_adddup2(&actions, fd, STDOUT_FILENO);
	(void)posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	/* posix_spawnp leaves the array as it is; its type is older than const. */
	spawned = posix_spawnp(&pid, argv[0], &actions, NULL, (char *const *)(uintptr_t)argv, environ) == 0;
	(void)posix_spawn_file_actions_destroy(&actions);
	if (!spawned)
		return false;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return false;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static struct err *
append_os_release(int fd, struct arena *arena)
{
	struct str text;

	if (!file_exists(STR("/etc/os-release"), arena))
		return NULL;
	TRY(file_read(STR("/etc/os-release"), LIMIT_LINE_BYTES, arena, &text));
	text = arena_printf(arena, "%.*s\n\n", STR_ARG(str_trim(text, '\n')));
	if (write(fd, text.ptr, text.len) != (ssize_t)text.len)
		return err_system(arena, M("The list of packages could not be kept in memory."));
	return NULL;
}

static const char *const dpkg_argv[] = {
	"dpkg-query", "-W", "-f=${Package}\t${Version}\t${Architecture}\t${source:Package}\t${source:Version}\t${db:Status-Abbrev}\n", NULL,
};
static const char *const rpm_argv[] = {
	"rpm", "-qa", "--qf", "%{NAME}\t%{EPOCHNUM}\t%{VERSION}\t%{RELEASE}\t%{ARCH}\t%{SOURCERPM}\t%{VENDOR}\n", NULL,
};

/* Distribution packages through the reader that reads strangers' lists; os-release goes before them. */
static struct err *
collect_distribution(struct collecting *collecting, const char *what, const char *const *argv)
{
	int fd FD_SCOPE = memfd_create(what, MFD_CLOEXEC);
	struct inventory_file file;
	struct err *err;

	if (fd < 0)
		return err_system(collecting->arena, M("The list of packages could not be kept in memory."));
	TRY(append_os_release(fd, collecting->arena));
	if (!run_tool(argv, fd))
		return NULL;
	err = inventory_take_fd(fd, str_of(what), collecting->arena, &file);
	if (err != NULL)
		return err_wrap(collecting->arena, err, M("packages of {what}"), ARG("what", str_of(what)));
	for (size_t i = 0; i < file.components.count; i++)
		list_push(collecting->arena, &collecting->components, file.components.items[i]);
	collecting->head = file.head;
	list_push(collecting->arena, &collecting->notes, ((struct collect_note){ str_of(what), (int64_t)file.components.count }));
	return NULL;
}

/* ---------------------------------------------------------- language packages */

/* Tools whose lists are "name separator version" lines. */
static const struct language {
	const char *what;
	const char *const *argv;
	const char *purl_type;
	char        separator;
} languages[] = {
	{ "pip", (const char *const[]){ "python3", "-m", "pip", "list", "--format=freeze", "--disable-pip-version-check", NULL }, "pypi", '=' },
	{ "npm", (const char *const[]){ "npm", "ls", "--global", "--parseable", "--long", "--depth=0", NULL }, "npm", ':' },
	{ "gem", (const char *const[]){ "gem", "list", "--local", "--no-details", NULL }, "gem", ' ' },
};

/* pip: "name==1.2"; npm: "/path:name@1.2:…"; gem: "name (1.2, default: 1.1)". */
static bool
split_line(const struct language *language, struct str line, struct str *ret_name, struct str *ret_version)
{
	struct str rest;

	if (language->separator == ':') {
		if (!str_cut(line, ':', &rest, &line))
			return false;
		(void)str_cut(line, ':', &line, &rest);
		return str_cut_last(line, '@', ret_name, ret_version) && ret_name->len > 0;
	}
	if (!str_cut(line, language->separator, ret_name, ret_version))
		return false;
	(void)str_take(ret_version, STR("="));
	if (language->separator == ' ') {
		if (!str_take(ret_version, STR("(")))
			return false;
		(void)str_take(ret_version, STR("default: "));
		(void)str_cut(*ret_version, ',', ret_version, &rest);
		*ret_version = str_trim(*ret_version, ')');
		(void)str_cut(*ret_version, ' ', ret_version, &rest);   /* the platform behind a version */
	}
	return ret_name->len > 0 && ret_version->len > 0 && str_is_text(line);
}

static bool
add_package(struct collecting *collecting, const struct language *language, struct str name, struct str version)
{
	struct component component = { .kind = COMPONENT_LIBRARY, .name = name, .version = version, .place = str_of(language->what) };
	struct purl purl = { .type = str_of(language->purl_type), .version = version };

	if (!str_cut_last(name, '/', &purl.space, &purl.name)) {
		purl.name = name;
		purl.space = STR("");
	}
	if (purl_normalise(&purl, collecting->arena) != NULL)
		return false;
	component.purl = purl_format(&purl, collecting->arena);
	(void)purl_ecosystem(&purl, collecting->arena, &component.ecosystem, &component.package);
	list_push(collecting->arena, &collecting->components, component);
	return true;
}

static struct err *
collect_language(struct collecting *collecting, const struct language *language)
{
	int fd FD_SCOPE = memfd_create(language->what, MFD_CLOEXEC);
	struct input_fd input;
	struct str text, line;
	int64_t count = 0;

	if (fd < 0)
		return err_system(collecting->arena, M("The list of packages could not be kept in memory."));
	if (!run_tool(language->argv, fd) || lseek(fd, 0, SEEK_SET) != 0)
		return NULL;
	TRY(input_all(input_of_fd(&input, fd, str_of(language->what)), LIMIT_DOCUMENT_BYTES, collecting->arena, &text));
	while (str_line(&text, &line)) {
		struct str name, version;

		if (split_line(language, str_trim_space(line), &name, &version))
			count += add_package(collecting, language, name, version);
	}
	list_push(collecting->arena, &collecting->notes, ((struct collect_note){ str_of(language->what), count }));
	return NULL;
}

/* ---------------------------------------------------------------------- host */

static void
describe_host(struct collecting *collecting, int64_t now)
{
	struct inventory_head *head = &collecting->head;
	struct utsname system;

	head->format = STR("CycloneDX 1.6 JSON");
	head->tool = STR("tsukuroi " TSUKUROI_VERSION);
	head->made = now;
	if (uname(&system) == 0) {
		head->subject = arena_copy(collecting->arena, str_of(system.nodename));
		head->kernel = arena_copy(collecting->arena, str_of(system.release));
	}
	if (collecting->notes.count > 1)
		list_push(collecting->arena, &head->coverage,
		    ((struct coverage_row){ LAYER_LANGUAGE_PACKAGES, COVERAGE_PARTIAL }));
}

/* A name for the document that is the same for the same content and moment. */
static struct str
serial_of(const struct collecting *collecting)
{
	uint64_t sum = hash64(collecting->head.subject, (uint64_t)collecting->head.made), other;

	for (size_t i = 0; i < collecting->components.count; i++)
		sum = hash64(collecting->components.items[i].purl, sum);
	other = hash64(collecting->head.kernel, sum);
	return arena_printf(collecting->arena, "urn:uuid:%08x-%04x-4%03x-8%03x-%012llx", (unsigned)(sum >> 32),
	    (unsigned)(sum >> 16 & 0xffff), (unsigned)(sum & 0xfff), (unsigned)(other >> 48 & 0xfff),
	    (unsigned long long)(other & 0xffffffffffff));
}

struct err *
collect_host(int64_t now, struct arena *arena, struct buf *out, struct collect_note **ret_notes, size_t *ret_count)
{
	struct collecting collecting = { .arena = arena, .head = { .made = now } };

	TRY(collect_distribution(&collecting, "dpkg", dpkg_argv));
	if (collecting.components.count == 0)
		TRY(collect_distribution(&collecting, "rpm", rpm_argv));
	if (collecting.components.count == 0)
		return err_new(arena, ERR_UNSUPPORTED, M("This machine has neither dpkg nor rpm packages: bring an SBOM of it instead."));
	for (size_t i = 0; i < ARRAY_LEN(languages); i++)
		TRY(collect_language(&collecting, &languages[i]));
	describe_host(&collecting, now);
	cyclonedx_write(&(struct cyclonedx_document){
		.serial = serial_of(&collecting), .head = &collecting.head, .components = collecting.components.items,
		.count = collecting.components.count,
	}, arena, out);
	*ret_notes = collecting.notes.items;
	*ret_count = collecting.notes.count;
	return NULL;
}
