/*
 * collector_test.c - the scripts that people run on their PCs (collect/): what can be checked of them here, where there is no
 * Windows. That they change nothing, ask for nothing personal, and can be read by the Windows they are for.
 */
#include "test.h"

#include "format/charset/charset.h"
#include "base/input.h"

enum { SCRIPT_MOST = 1 << 20 };

static const char *const scripts[] = { "tsukuroi-collect.cmd", "tsukuroi-collect-min.cmd", "tsukuroi-collect.ps1" };

/* Verbs that change something or talk to somebody, and what must not be asked for; in any case. */
static const char *const forbidden[] = {
	"Invoke-", "Set-", "Remove-", "Start-", "Stop-", "New-Object", "Add-Type", "Install-Module", "Install-Package", "DownloadFile", "Net.WebClient",
	"reg add", "reg delete", "reg import", "regedit", "schtasks", "bitsadmin", "certutil", "curl", "ftp", "net use", "setx",
	"rmdir", "del /", "erase", "msiexec", "shutdown", "runas", "sc config", "icacls",
	"RegisteredOwner", "RegisteredOrganization", "ProductId\"", "DigitalProductId", "EmailAddress", "USERNAME", "USERPROFILE",
	"whoami", "ipconfig", "getmac", "IPAddress", "MACAddress", "InstallLocation", "UninstallString",
};

static struct str
script_bytes(const char *name, struct arena *arena)
{
	struct str bytes;

	assert_ok(file_read(arena_printf(arena, SOURCE_ROOT "/collect/%s", name), SCRIPT_MOST, arena, &bytes));
	return bytes;
}

static bool
is_cmd(const char *name)
{
	return str_ends(str_of(name), STR(".cmd"));
}

/* In UTF-8, with the encoding held to: CP932 of .cmd, UTF-8 with a mark of .ps1 (Windows PowerShell 5.1 takes it for ANSI without). */
static struct str
script_text(const char *name, struct arena *arena)
{
	struct str bytes = script_bytes(name, arena), text;
	struct charset_input *charset CHARSET_SCOPE = NULL;
	struct input_bytes input;

	if (!is_cmd(name)) {
		assert_true(str_take(&bytes, STR("\xef\xbb\xbf")));
		assert_true(str_is_text(bytes));
		return bytes;
	}
	assert_ok(charset_open_as(input_of_bytes(&input, bytes, str_of(name)), CHARSET_CP932, arena, &charset));
	assert_ok(input_all(charset_stream(charset), SCRIPT_MOST, arena, &text));
	return text;
}

static void
lines_end_as_windows_wants(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(scripts); i++) {
		struct str bytes = script_bytes(scripts[i], arena);

		assert_true(str_ends(bytes, STR("\r\n")));
		for (size_t at = 0; at < bytes.len; at++)
			assert_true(bytes.ptr[at] != '\n' || (at > 0 && bytes.ptr[at - 1] == '\r'));
		(void)script_text(scripts[i], arena);
	}
}

/* A second byte that is a sign of the shell would be taken for it where the console is not Japanese. */
static void
no_japanese_byte_is_a_sign_of_the_shell(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(scripts); i++) {
		struct str bytes = script_bytes(scripts[i], arena);

		for (size_t at = 0; is_cmd(scripts[i]) && at + 1 < bytes.len; at++) {
			unsigned char lead = (unsigned char)bytes.ptr[at];

			if ((lead >= 0x81 && lead <= 0x9f) || (lead >= 0xe0 && lead <= 0xfc)) {
				at++;
				assert_true(str_find_char(STR("|^&<>%\""), bytes.ptr[at]) == SIZE_MAX);
			}
		}
	}
}

static bool
holds(struct str text, const char *word)
{
	struct str sought = str_of(word);

	for (size_t at = 0; at + sought.len <= text.len; at++)
		if (str_eq_nocase(str_sub(text, at, sought.len), sought))
			return true;
	return false;
}

static void
they_change_nothing_and_ask_for_nothing_personal(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(scripts); i++)
		for (size_t k = 0; k < ARRAY_LEN(forbidden); k++)
			if (holds(script_text(scripts[i], arena), forbidden[k]))
				fail_msg("%s says %s", scripts[i], forbidden[k]);
}

/* Every label that is called or gone to is there. */
static void
labels_are_there(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str text = script_text(scripts[0], arena), line, rest = text;
	size_t used = 0;

	(void)state;
	while (str_line(&rest, &line)) {
		struct str words[2] = { STR("call :"), STR("goto :") };

		for (size_t i = 0; i < ARRAY_LEN(words); i++) {
			size_t at = str_find(line, words[i]), end = 0;
			struct str label;

			if (at == SIZE_MAX)
				continue;
			label = str_from(line, at + words[i].len);
			while (end < label.len && char_is_alnum(label.ptr[end]))
				end++;
			label = str_sub(label, 0, end);
			used++;
			if (!str_eq(label, STR("eof")) && str_find(text, arena_printf(arena, "\n:%.*s\r\n", STR_ARG(label))) == SIZE_MAX)
				fail_msg("no label :%.*s", STR_ARG(label));
		}
	}
	assert_true(used >= 6);
}

/* Brackets outside quotations and comments come in pairs. */
static void
brackets_come_in_pairs(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(scripts); i++) {
		struct str rest = script_text(scripts[i], arena), line;
		bool comment = false;
		int depth = 0;

		while (str_line(&rest, &line)) {
			char quote = 0;

			comment = comment || str_starts(line, STR("<#"));
			for (size_t at = 0; !comment && !str_starts(line, STR("rem ")) && at < line.len; at++) {
				char c = line.ptr[at];

				if (quote != 0 ? c == quote : c == '"' || (c == '\'' && !is_cmd(scripts[i])))
					quote = quote != 0 ? 0 : c;
				else if (quote == 0 && c == '#' && !is_cmd(scripts[i]))
					break;
				else if (quote == 0)
					depth += (c == '(' || c == '{') - (c == ')' || c == '}');
				assert_true(depth >= 0);
			}
			assert_int_equal(quote, 0);
			comment = comment && !str_starts(line, STR("#>"));
		}
		assert_int_equal(depth, 0);
		assert_false(comment);
	}
}

/* "[os]" written by a line of a script: all of them in one text, in order. */
static struct str
sections_of(const char *name, struct arena *arena)
{
	struct str rest = script_text(name, arena), line, sections = STR("");

	while (str_line(&rest, &line)) {
		line = str_trim_space(line);
		(void)str_take(&line, STR("("));
		if (!str_take(&line, STR("echo [")) && !str_take(&line, STR("'[")))
			continue;
		(void)str_cut(line, ']', &line, &(struct str){ 0 });
		sections = arena_printf(arena, "%.*s[%.*s]", STR_ARG(sections), STR_ARG(line));
	}
	return sections;
}

static void
both_scripts_write_the_same_sections(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str cmd = sections_of(scripts[0], arena), small = sections_of(scripts[1], arena), shell = sections_of(scripts[2], arena);

	(void)state;
	print_message("  %.*s\n  %.*s\n", STR_ARG(cmd), STR_ARG(small));
	assert_true(str_eq(cmd, shell));
	assert_str(cmd, "[tsukuroi-collect][machine][os][restart][hotfix][uninstall64][uninstall32][uninstall-user][office][dotnet]"
	    "[dotnet-runtimes][products][exchange][end]");
	assert_str(small, "[tsukuroi-collect][os][hotfix][uninstall-user][end]");
}

/* What is typed by hand is short. */
static void
the_small_one_is_short(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str rest = script_text(scripts[1], arena), line;
	int lines = 0;

	(void)state;
	while (str_line(&rest, &line))
		lines += !str_starts(line, STR("rem "));
	print_message("  %d lines\n", lines);
	assert_true(lines <= 20);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_end_as_windows_wants),
		cmocka_unit_test(no_japanese_byte_is_a_sign_of_the_shell),
		cmocka_unit_test(they_change_nothing_and_ask_for_nothing_personal),
		cmocka_unit_test(labels_are_there),
		cmocka_unit_test(brackets_come_in_pairs),
		cmocka_unit_test(both_scripts_write_the_same_sections),
		cmocka_unit_test(the_small_one_is_short),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
