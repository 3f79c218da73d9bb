/*
 * prompt.c - where a command was typed: "fw1 # get system status", "<HUAWEI>display version", "user@host> show version".
 */
#include "format/device/parts.h"

enum { HOST_MOST = 80 };

/* What people type first; a line behind a prompt that begins otherwise is output that happens to hold the sign. */
static const struct str verbs[] = {
	STR_INIT("show"), STR_INIT("sh"), STR_INIT("sho"), STR_INIT("display"), STR_INIT("disp"), STR_INIT("dis"), STR_INIT("get"),
	STR_INIT("diagnose"), STR_INIT("diag"), STR_INIT("do"), STR_INIT("admin"), STR_INIT("run"), STR_INIT("snmpwalk"), STR_INIT("snmpget"),
	STR_INIT("snmpbulkwalk"), STR_INIT("enable"), STR_INIT("en"), STR_INIT("ena"), STR_INIT("configure"), STR_INIT("conf"), STR_INIT("config"),
	STR_INIT("terminal"), STR_INIT("term"), STR_INIT("exit"), STR_INIT("quit"), STR_INIT("end"), STR_INIT("logout"), STR_INIT("no"),
	STR_INIT("set"), STR_INIT("ping"), STR_INIT("ls"), STR_INIT("write"), STR_INIT("copy"), STR_INIT("execute"), STR_INIT("exec"),
	STR_INIT("more"), STR_INIT("console"), STR_INIT("environment"), STR_INIT("system"), STR_INIT("dir"), STR_INIT("clear"), STR_INIT("who"),
	STR_INIT("cat"), STR_INIT("uname"), STR_INIT("hostname"), STR_INIT("version"), STR_INIT("administrator"), STR_INIT("save"),
	STR_INIT("screen-length"), STR_INIT("undo"), STR_INIT("return"), STR_INIT("cli"), STR_INIT("screen-lines"), STR_INIT("reload"),
};

static bool
is_host_char(char c)
{
	return char_is_alnum(c) || str_find_char(STR("_.:/@~*!-"), c) != SIZE_MAX || (unsigned char)c >= 0x80;
}

static bool
is_command(struct str text)
{
	struct str verb, rest;

	(void)str_cut(text, ' ', &verb, &rest);
	for (size_t i = 0; i < ARRAY_LEN(verbs); i++)
		if (str_eq_nocase(verb, verbs[i]))
			return true;
	return false;
}

/* "RP/0/RSP0/CPU0:rtr-01", "admin@pa1(active)", "*HUAWEI", "R1(config-if)": the name alone. */
static struct str
host_of(struct str prompt)
{
	struct str head, tail;

	prompt = str_trim_space(prompt);
	while (str_take(&prompt, STR("*")) || str_take(&prompt, STR("!")) || str_take(&prompt, STR("~")))
		;
	if (str_starts(prompt, STR("(")) && str_cut(prompt, ')', &head, &tail))
		return str_trim_space(str_from(head, 1));
	(void)str_cut(prompt, '(', &prompt, &tail);
	if (str_starts(prompt, STR("RP/")) && str_cut_last(prompt, ':', &head, &tail))
		prompt = tail;
	if (str_cut_last(prompt, '@', &head, &tail))
		prompt = tail;
	return str_trim_space(prompt);
}

/* "<HUAWEI>", "[HUAWEI]". */
static bool
cut_enclosed(struct str line, struct str *ret_prompt, struct str *ret_rest)
{
	char close = line.ptr[0] == '<' ? '>' : ']';

	if (!str_cut(str_from(line, 1), close, ret_prompt, ret_rest) || ret_prompt->len == 0 || ret_prompt->len > HOST_MOST)
		return false;
	for (size_t i = 0; i < ret_prompt->len; i++)
		if (!is_host_char(ret_prompt->ptr[i]))
			return false;
	return true;
}

/* Up to '#', '>', '$' or '%': a name, perhaps a space and "(vdom)" or "[/mm]", perhaps a space. */
static bool
cut_marked(struct str line, struct str *ret_prompt, struct str *ret_rest)
{
	size_t at = 0, depth = 0;

	for (; at < line.len && at < HOST_MOST; at++) {
		char c = line.ptr[at];

		if (depth == 0 && (c == '#' || c == '>' || c == '$' || c == '%'))
			break;
		if (c == '(' || c == '[')
			depth++;
		else if ((c == ')' || c == ']') && depth > 0)
			depth--;
		else if (depth == 0 && c == ' ') {
			char next = at + 1 < line.len ? line.ptr[at + 1] : '\0';

			if (str_find_char(STR("#>$%(["), next) == SIZE_MAX || next == '\0')
				return false;
		} else if (depth == 0 && !is_host_char(c))
			return false;
	}
	if (at >= line.len || at >= HOST_MOST)
		return false;
	*ret_prompt = str_sub(line, 0, at);
	*ret_rest = str_from(line, at + 1);
	return true;
}

/* "------------------ show version ------------------", as a report for the maker's support divides itself. */
static bool
cut_ruled(struct str line, struct str *ret_command)
{
	struct str inner = str_trim_space(str_trim(line, '-'));

	if (!str_starts(line, STR("-----")) || !str_ends(line, STR("-----")) || !is_command(inner))
		return false;
	*ret_command = inner;
	return true;
}

/* "show version" on a line of its own, where the prompt was not copied. */
static bool
is_bare_command(struct str line)
{
	static const struct str words[] = { STR_INIT("show "), STR_INIT("display "), STR_INIT("get system "), STR_INIT("diagnose "),
	    STR_INIT("snmpwalk "), STR_INIT("snmpget ") };
	bool found = false;

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		found = found || str_starts(line, words[i]);
	if (!found || str_starts(line, STR("snmp")))
		return found;
	for (size_t i = 0; i < line.len; i++)
		if (!char_is_lower(line.ptr[i]) && str_find_char(STR(" -|/"), line.ptr[i]) == SIZE_MAX)
			return false;
	return true;
}

enum prompt
prompt_parse(struct str line, struct str *ret_host, struct str *ret_command)
{
	struct str text = str_trim_space(line), prompt, rest;
	bool found;

	*ret_host = STR("");
	if (text.len == 0)
		return PROMPT_NONE;
	if (is_bare_command(text)) {
		*ret_command = text;
		return PROMPT_BARE;
	}
	if (cut_ruled(text, ret_command))
		return PROMPT_BARE;
	found = text.ptr[0] == '<' || text.ptr[0] == '[' ? cut_enclosed(text, &prompt, &rest) : cut_marked(text, &prompt, &rest);
	if (!found)
		return PROMPT_NONE;
	rest = str_trim_space(rest);
	*ret_host = host_of(prompt);
	*ret_command = rest;
	return (rest.len > 0 ? is_command(rest) : ret_host->len > 1) ? PROMPT_TYPED : PROMPT_NONE;
}

/* ------------------------------------------------------------------------------------------------ commands */

/* Words may be shortened as consoles allow. The first row whose words all begin so decides. */
static const struct { const char *words; enum device_use use; } commands[] = {
	{ "snmpwalk", DEVICE_USE_SNMP }, { "snmpget", DEVICE_USE_SNMP }, { "snmpbulkwalk", DEVICE_USE_SNMP },
	{ "show cdp", DEVICE_USE_NEIGHBOURS }, { "show lldp", DEVICE_USE_NEIGHBOURS }, { "show isdp", DEVICE_USE_NEIGHBOURS },
	{ "show fdp", DEVICE_USE_NEIGHBOURS }, { "show neighbors", DEVICE_USE_NEIGHBOURS }, { "display lldp", DEVICE_USE_NEIGHBOURS },
	{ "diagnose lldprx", DEVICE_USE_NEIGHBOURS },
	{ "show version", DEVICE_USE_FACTS }, { "show inventory", DEVICE_USE_FACTS }, { "show system", DEVICE_USE_FACTS },
	{ "show sys-info", DEVICE_USE_FACTS }, { "show sysinfo", DEVICE_USE_FACTS }, { "show module", DEVICE_USE_FACTS },
	{ "show hardware", DEVICE_USE_FACTS }, { "show environment", DEVICE_USE_FACTS }, { "show switch", DEVICE_USE_FACTS },
	{ "show stack", DEVICE_USE_FACTS }, { "show boot", DEVICE_USE_FACTS }, { "show license", DEVICE_USE_FACTS },
	{ "show chassis", DEVICE_USE_FACTS }, { "show status boot", DEVICE_USE_FACTS }, { "show unit", DEVICE_USE_FACTS },
	{ "show firmware", DEVICE_USE_FACTS }, { "admin show", DEVICE_USE_FACTS }, { "show flash", DEVICE_USE_FACTS },
	{ "get system status", DEVICE_USE_FACTS }, { "get hardware status", DEVICE_USE_FACTS },
	{ "display version", DEVICE_USE_FACTS }, { "display device", DEVICE_USE_FACTS }, { "display startup", DEVICE_USE_FACTS },
	{ "system hardware", DEVICE_USE_FACTS },
	{ "show running-config", DEVICE_USE_CONFIG }, { "show startup-config", DEVICE_USE_CONFIG }, { "show configuration", DEVICE_USE_CONFIG },
	{ "show config", DEVICE_USE_CONFIG }, { "show full-configuration", DEVICE_USE_CONFIG },
	{ "display current-configuration", DEVICE_USE_CONFIG }, { "display saved-configuration", DEVICE_USE_CONFIG },
};

/* At least two letters of every word. */
static bool
command_is(struct str command, struct str words)
{
	struct str typed, meant;

	while (words.len > 0) {
		(void)str_cut(words, ' ', &meant, &words);
		(void)str_cut(command, ' ', &typed, &command);
		command = str_trim_space(command);
		if (typed.len < 2 || !str_starts_nocase(meant, typed))
			return false;
	}
	return true;
}

enum device_use
command_use(struct str command)
{
	(void)(str_take_nocase(&command, STR("do ")) || str_take_nocase(&command, STR("run ")));
	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		if (command_is(command, str_of(commands[i].words)))
			return commands[i].use;
	return DEVICE_USE_NONE;
}

struct str
command_words(struct str command, struct arena *arena)
{
	struct str first = word_at(command, 0), second = word_at(command, 1), third = word_at(command, 2);
	bool plain = command_use(command) != DEVICE_USE_NONE && command_use(command) != DEVICE_USE_SNMP;

	if (!plain || second.len == 0)
		return arena_copy(arena, first);
	return arena_printf(arena, third.len > 0 ? "%.*s %.*s %.*s" : "%.*s %.*s", STR_ARG(first), STR_ARG(second), STR_ARG(third));
}
