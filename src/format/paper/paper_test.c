#include "test.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/width.h"
#include "format/mustache/mustache.h"
#include "format/paper/paper.h"

static const char *const kinds[] = { "heading", "text", "right", "centre", "bullet", "numbered", "table", "rule", "page", "boxes" };

/* "heading1(件名) table[a,b;1,2]" */
static struct str
shape_of(const struct paper *paper, bool texts, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	for (size_t i = 0; i < paper->parts.count; i++) {
		const struct paper_part *part = &paper->parts.items[i];

		buf_addf(&out, "%s%s%d", i > 0 ? " " : "", kinds[part->kind], part->level);
		if (texts && part->rows.count == 0)
			buf_addf(&out, "(%.*s)", STR_ARG(part->text));
		for (size_t r = 0; r < part->rows.count; r++) {
			buf_add_char(&out, r == 0 ? '[' : ';');
			for (size_t c = 0; c < part->rows.items[r].count; c++)
				buf_addf(&out, "%s%.*s", c > 0 ? "," : "", texts ? (int)part->rows.items[r].items[c].len : 0, part->rows.items[r].items[c].ptr);
		}
		if (part->rows.count > 0)
			buf_add_char(&out, ']');
	}
	return arena_copy(arena, buf_str(&out));
}

static const struct { const char *text, *shape; } notations[] = {
	{ "", "" },
	{ "\n\n  \n", "" },
	{ "# 件名\n## 節\n### 項\n#### 何\n#何", "heading1(件名) heading2(節) heading3(項) text0(#### 何#何)" },
	{ "一行目\n二行目\n\nthree\nfour", "text0(一行目二行目) text0(three four)" },
	{ "一行目  \n二行目\\\n三行目", "text0(一行目\n二行目\n三行目)" },
	{ "甲 A\nB 乙", "text0(甲 A B 乙)" },
	{ ">> 右\n>> 日付\n>< 記\n> 何", "right0(右) right0(日付) centre0(記) text0(> 何)" },
	{ "- 一\n  続き\n- 二\n1. 甲\n12. 乙\n1234. 丙", "bullet0(一続き) bullet0(二) numbered1(甲) numbered12(乙1234. 丙)" },
	{ "| a | b |\n| 1 | 2\n|3|\n\n| x |", "table0[a,b;1,2;3] table0[x]" },
	{ "---\n~~~\n----", "page0() rule0() text0(----)" },
	{ "[ 起案 | 決裁 ]\n[ 例 花子 | ]\n[x]", "boxes0[起案,決裁;例 花子] text0([x])" },
	{ "\\# 字\\\\ \\| \\a \\n次", "text0(# 字\\ | \\a \n次)" },
	{ "| a \\| b | c\\\\|", "table0[a | b,c\\]" },
	{ "甲\xff乙\x01\t丙\xe2\x80\xae丁\r\n", "text0(甲\xef\xbf\xbd乙 丙丁)" },
	{ "text\n| a |\nmore", "text0(text) table0[a] text0(more)" },
	{ "#\n-\n1.\n|", "heading1() bullet0() numbered1() table0[]" },
};

static void
any_text_is_a_paper(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(notations); i++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		struct paper paper;

		assert_ok(paper_read(str_of(notations[i].text), arena, &paper));
		assert_str(shape_of(&paper, true, arena), notations[i].shape);
	}
}

static void
a_paper_has_bounds(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf text BUF_SCOPE = { 0 };
	struct paper paper;

	(void)state;
	for (int i = 0; i < LIMIT_PAPER_PARTS; i++)
		buf_add(&text, STR("|\n"));
	assert_ok(paper_read(buf_str(&text), arena, &paper));
	buf_add(&text, STR("- one more\n"));
	assert_err(paper_read(buf_str(&text), arena, &paper), ERR_LIMIT);
	buf_clear(&text);
	for (int i = 0; i < LIMIT_PAPER_COLUMNS; i++)
		buf_add(&text, STR("|x"));
	assert_ok(paper_read(buf_str(&text), arena, &paper));
	buf_add(&text, STR("|x"));
	assert_err(paper_read(buf_str(&text), arena, &paper), ERR_LIMIT);
	/* A paragraph of a million lines is one paragraph. */
	buf_clear(&text);
	for (int i = 0; i < 1000000; i++)
		buf_add(&text, STR("行\n"));
	assert_ok(paper_read(buf_str(&text), arena, &paper));
	assert_int_equal(paper.parts.count, 1);
	assert_int_equal(paper.parts.items[0].text.len, 3000000);
}

/* ------------------------------------------------------------------------------------------------ what is filled in */

static const char *const hostile[] = {
	"# 見出し", "## x", "# ", "#", ">> 右", ">< 中", "- 項目", "-", "1. 番号", "99.", "| a | b |", "|", "||||", "---", "~~~", "[ 印 | 印 ]", "\\", "\\\\", "\\n",
	"a\\", "一行\n# 二行", "a\n\nb", "\n\n\n", "a\r\n- b\rc", "  ", "x  ", "  # x", "\t# x", "{{x}}", "<script>alert(1)</script>", "&lt;b&gt;", "\" onload=\"x",
	"</main></body>", "<!--", "]]>", "javascript:alert(1)", "\xe2\x80\xa8# u2028", "\xe2\x80\xae turned", "\xff\xfe", "a\001b", "x |\n| y", "] [ z ]", "\\|", "\\\\|", "=",
	"^[[31mred", "%s%n", "普通の文", "A.B.C 1.2.3", "½ → ①", "0. 1. 2.",
};

static const char form[] =
    "# 件名 {{v}}\n>> {{v}}\n>< {{v}}\n\n{{v}}\n次の行\n\n前{{v}}後\\\n{{v}}\n\n- {{v}}\n- 二\n1. {{v}}\n\n"
    "| 項目 | 内容 |\n| {{v}} | {{v}} |\n|{{v}}|{{v}}|\n\n[ {{v}} | 決裁 ]\n[ {{v}} | {{v}} ]\n\n## {{v}}\n---\n~~~\n終わり{{v}}\n";

static struct paper
filled(struct str value, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	struct view *view = view_map(arena);
	struct mustache *template;
	struct paper paper;

	view_put_text(view, STR("v"), value, arena);
	assert_ok(mustache_parse(str_of(form), STR("form"), arena, &template));
	assert_ok(mustache_render(template, view, paper_escape, NULL, NULL, arena, &out));
	assert_ok(paper_read(buf_str(&out), arena, &paper));
	return paper;
}

/* Tags of a page with their order, without what stands between them. */
static struct str
tags_of(struct str html, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	bool within = false;

	for (size_t i = 0; i < html.len; i++) {
		within = within || html.ptr[i] == '<';
		if (within)
			buf_add_char(&out, html.ptr[i]);
		if (html.ptr[i] == '>')
			within = false;
	}
	return arena_copy(arena, buf_str(&out));
}

/* Line breaks within a text are its own, and whether it is a number that is set to the right. */
static struct str
without_breaks(struct str tags, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	while (tags.len > 0)
		if (!str_take(&tags, STR("<br>")) && !str_take(&tags, STR(" class=\"number\""))) {
			buf_add_char(&out, tags.ptr[0]);
			tags = str_from(tags, 1);
		}
	return arena_copy(arena, buf_str(&out));
}

static void
assert_inert(struct str value)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct paper plain = filled(STR("甲"), arena), paper = filled(value, arena);
	struct str expected = without_breaks(tags_of(paper_html(&plain, LANG_JA, arena), arena), arena);
	struct str actual = without_breaks(tags_of(paper_html(&paper, LANG_JA, arena), arena), arena);
	struct str parts = shape_of(&plain, false, arena);

	if (!str_eq(shape_of(&paper, false, arena), parts))
		fail_msg("\"%.*s\" makes %.*s", STR_ARG(value), STR_ARG(shape_of(&paper, false, arena)));
	if (!str_eq(actual, expected))
		fail_msg("\"%.*s\" makes %.*s", STR_ARG(value), STR_ARG(actual));
}

static void
what_is_filled_in_changes_nothing_else(void **state)
{
	static const char signs[] = "#>|-~[]\\\n 1.n<&\"{}A";
	uint64_t seed = 20261121;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(hostile); i++)
		assert_inert(str_of(hostile[i]));
	for (int n = 0; n < 2000; n++) {
		char text[12];
		size_t len = 1 + (size_t)n % sizeof(text);

		for (size_t i = 0; i < len; i++) {
			seed = hash64((struct str){ (const char *)&seed, sizeof(seed) }, 1);
			text[i] = signs[seed % (sizeof(signs) - 1)];
		}
		assert_inert((struct str){ text, len });
	}
}

static void
what_is_filled_in_is_shown_as_it_is(void **state)
{
	static const struct { const char *value, *shown; } cases[] = {
		{ "# x | y \\ z", "# x | y \\ z" }, { "一\r\n二", "一\n二" }, { "- 1. [ a ]", "- 1. [ a ]" }, { "a  b ", "a  b " }, { "\\n", "\\n" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		struct paper paper = filled(str_of(cases[i].value), arena);

		assert_int_equal(paper.parts.items[8].kind, PAPER_TABLE);
		assert_str(paper.parts.items[8].rows.items[1].items[0], cases[i].shown);
	}
}

/* ------------------------------------------------------------------------------------------------------ plain text */

static const char letter[] =
    ">> 令和8年11月21日\n>> 例市 総務部 情報政策課\n\n# サービス停止のお知らせ\n\n住民窓口システムを停止し、脆弱性の修正を行います。ご不便をおかけしますが、ご理解をお願いいたします。\n\n"
    ">< 記\n\n| 項目 | 内容 | 費用 |\n| 停止 | 令和8年11月25日（水）20時から、作業が終わるまでの間 | 1,234,000円 |\n| 再開 | 未定 | 0円 |\n\n- 窓口では紙の申請書をご利用ください。この行は長いので折り返されます。折り返した後は字下げされます。\n1. 一つ目\n\n"
    "[ 起案 | 決裁 ]\n[ 例 花子 | ]\n\n[ 印 ]\n\n~~~\n>> 以上\n";

static void
a_paper_as_plain_text(void **state)
{
	static const char expected[] =
	    "                     令和8年11月21日\n"
	    "              例市 総務部 情報政策課\n"
	    "\n"
	    "       サービス停止のお知らせ\n"
	    "       ======================\n"
	    "\n"
	    "住民窓口システムを停止し、脆弱性の修\n"
	    "正を行います。ご不便をおかけします\n"
	    "が、ご理解をお願いいたします。\n"
	    "\n"
	    "                 記\n"
	    "\n"
	    "項目 | 内容            |        費用\n"
	    "-----+-----------------+------------\n"
	    "停止 | 令和8年11月25日 | 1,234,000円\n"
	    "     | （水）20時か    |\n"
	    "     | ら、作業が終わ  |\n"
	    "     | るまでの間      |\n"
	    "-----+-----------------+------------\n"
	    "再開 | 未定            |         0円\n"
	    "\n"
	    "- 窓口では紙の申請書をご利用くださ\n"
	    "  い。この行は長いので折り返されま\n"
	    "  す。折り返した後は字下げされます。\n"
	    "\n"
	    "1. 一つ目\n"
	    "\n"
	    "起案: 例 花子\n"
	    "決裁: ____________________\n"
	    "\n"
	    "印: ____________________\n"
	    "\n"
	    "------------------------------------\n"
	    "\n"
	    "                                以上\n";
	struct arena *arena ARENA_SCOPE = arena_new();
	struct paper paper;

	(void)state;
	assert_ok(paper_read(str_of(letter), arena, &paper));
	assert_str(paper.title, "サービス停止のお知らせ");
	assert_str(paper_text(&paper, 36, arena), expected);
}

static void
no_line_is_wider_than_asked_for(void **state)
{
	static const int widths[] = { 12, 20, 40, PAPER_MAIL_COLUMNS };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct paper paper;

	(void)state;
	assert_ok(paper_read(STR("# a long heading, longer than a line is\n\nThe quick brown fox, supercalifragilisticexpialidocious。「括弧」、と読点。\n\n- 項目の文がここに続きます。\n\n| 甲 | 乙 |\n| 長い文が入る欄です | 12 |\n"), arena, &paper));
	for (size_t i = 0; i < ARRAY_LEN(widths); i++) {
		struct str rest = paper_text(&paper, widths[i], arena), line;

		while (str_line(&rest, &line))
			if (text_width(line) > (size_t)widths[i])
				fail_msg("%d columns: %.*s", widths[i], STR_ARG(line));
	}
}

/* -------------------------------------------------------------------------------------------------------------- HTML */

static void
a_paper_as_a_page(void **state)
{
	static const char *const held[] = {
		"<html lang=\"ja\">", "<title>サービス停止のお知らせ</title>", "<h1>サービス停止のお知らせ</h1>", "<p class=\"right\">令和8年11月21日</p>", "<th scope=\"col\">項目</th>",
		"<td class=\"number\">1,234,000円</td>", "<ul>\n<li>窓口", "<ol>\n<li value=\"1\">一つ目</li>\n</ol>", "default-src 'none'", "<table class=\"boxes\">", "<p class=\"centre\">記</p>", "<hr>",
	};
	static const char *const not_held[] = { "<script", "http://", "https://", "src=", "url(", "@import", "<link" };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct paper paper;
	struct str html;

	(void)state;
	assert_ok(paper_read(str_of(letter), arena, &paper));
	html = paper_html(&paper, LANG_JA, arena);
	for (size_t i = 0; i < ARRAY_LEN(held); i++)
		if (str_find(html, str_of(held[i])) == SIZE_MAX)
			fail_msg("no %s", held[i]);
	for (size_t i = 0; i < ARRAY_LEN(not_held); i++)
		assert_true(str_find(html, str_of(not_held[i])) == SIZE_MAX);
	assert_true(str_find(paper_html(&paper, LANG_EN, arena), STR("<html lang=\"en\">")) != SIZE_MAX);
}

/* --------------------------------------------------------------------------------------------------------------- PDF */

/* What a reader's search finds; "" and a printed reason where pdftotext is not at hand. */
static struct str
text_of_pdf(struct str bytes, struct arena *arena)
{
	char dir[] = "/tmp/tsukuroi-paper-XXXXXX";
	struct str pdf, txt, text = STR("");

	assert_non_null(mkdtemp(dir));
	pdf = path_join(arena, str_of(dir), STR("a.pdf"));
	txt = path_join(arena, str_of(dir), STR("a.txt"));
	assert_ok(file_write(pdf, bytes, arena));
	/* Without blanks: where they are is the reader's guess. */
	if (system(arena_cstr(arena, arena_printf(arena, "pdftotext -layout -enc UTF-8 '%.*s' - 2>/dev/null | tr -d ' ' >'%.*s' && test -s '%.*s'", STR_ARG(pdf), STR_ARG(txt), STR_ARG(txt)))) == 0)
		assert_ok(file_read(txt, 1 << 24, arena, &text));
	else
		print_message("skipped: pdftotext is not at hand\n");
	assert_ok(dir_remove(str_of(dir), arena));
	return text;
}

static size_t
count_of(struct str text, struct str what)
{
	size_t count = 0, at;

	while ((at = str_find(text, what)) != SIZE_MAX) {
		text = str_from(text, at + what.len);
		count++;
	}
	return count;
}

/* false, and a printed reason, where this machine has no pango or no font. */
static bool
make_pdf(struct str notation, enum lang lang, struct arena *arena, struct str *ret_bytes)
{
	struct paper paper;
	struct err *err;

	assert_ok(paper_read(notation, arena, &paper));
	err = paper_pdf(&paper, lang, arena, ret_bytes);
	if (err != NULL) {
		assert_int_equal(err->code, ERR_SYSTEM);
		print_message("skipped: %.*s\n", STR_ARG(err_sentence(err, LANG_EN, arena)));
	}
	return err == NULL;
}

static void
a_paper_on_pages(void **state)
{
	static const char *const held[] = { "サービス停止のお知らせ", "1,234,000円", "例花子", "決裁", "1/1", "以上" };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str bytes, again, text;

	(void)state;
	if (!make_pdf(str_of(letter), LANG_JA, arena, &bytes))
		return;
	assert_true(str_starts(bytes, STR("%PDF-")));
	assert_true(str_find(bytes, STR("/CreationDate")) == SIZE_MAX);
	assert_true(make_pdf(str_of(letter), LANG_JA, arena, &again));
	assert_true(str_eq(bytes, again));
	text = text_of_pdf(bytes, arena);
	for (size_t i = 0; text.len > 0 && i < ARRAY_LEN(held); i++)
		if (str_find(text, str_of(held[i])) == SIZE_MAX)
			fail_msg("no %s in %.*s", held[i], STR_ARG(text));
}

static void
a_table_goes_on_under_its_headings(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf notation BUF_SCOPE = { 0 };
	struct str bytes, text;
	size_t pages;

	(void)state;
	buf_add(&notation, STR("# 一覧\n\n| 見出し甲 | 見出し乙 |\n"));
	for (int i = 0; i < 120; i++)
		buf_addf(&notation, "| 行%d番 | 内容 |\n", i);
	buf_add(&notation, STR("| 最後の行 | "));
	for (int i = 0; i < 600; i++)
		buf_addf(&notation, "とても長い欄の%d句、", i);
	buf_add(&notation, STR(" |\n\n---\n終わり\n"));
	if (!make_pdf(buf_str(&notation), LANG_JA, arena, &bytes))
		return;
	text = text_of_pdf(bytes, arena);
	if (text.len == 0)
		return;
	pages = count_of(text, STR("\f"));
	print_message("  %zu pages, %zu bytes\n", pages, bytes.len);
	assert_true(pages > 5);
	/* On every page but the last, which the sign for a new page begins. */
	assert_int_equal(count_of(text, STR("見出し甲")), pages - 1);
	for (int i = 0; i < 120; i++)
		assert_int_equal(count_of(text, arena_printf(arena, "行%d番", i)), 1);
	assert_true(str_find(text, arena_printf(arena, "%zu/%zu", pages, pages)) != SIZE_MAX);
	assert_true(str_find(text, STR("599句")) != SIZE_MAX);
}

/* What a program that reads aloud is told beside the text (tests/scenario/structure.py holds that). */
static void
a_paper_says_how_it_is_built(void **state)
{
	static const struct { const char *held; size_t times; } wants[] = {
		{ "/Lang (ja)", 1 }, { "/DisplayDocTitle true", 1 }, { "/MarkInfo << /Marked true >>", 2 },      /* as cairo wrote it, and anew */
		{ "/S /Document\n", 1 }, { "/S /H1\n", 1 }, { "/S /H2\n", 1 }, { "/S /L\n", 2 }, { "/S /LI\n", 3 }, { "/S /LBody\n", 3 },
		{ "/S /Table\n", 2 }, { "/S /TH\n", 8 }, { "/Scope /Column", 4 }, { "/S /TD\n", 4 }, { "/Prev ", 1 },
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str bytes;

	(void)state;
	if (!make_pdf(STR("# 題\n\n## 節\n\n本文\n\n- 一\n- 二\n\n1. 甲\n\n| 名 | 数 |\n| い | 1 |\n\n[ 起案 | 決裁 ]\n[ 例 花子 | ]\n"), LANG_JA, arena, &bytes))
		return;
	for (size_t i = 0; i < ARRAY_LEN(wants); i++)
		if (count_of(bytes, str_of(wants[i].held)) != wants[i].times)
			fail_msg("%zu times %s, not %zu", count_of(bytes, str_of(wants[i].held)), wants[i].held, wants[i].times);
}

/* Page contents that were written anew, with what is no text marked: cairo's own say their length elsewhere. */
static size_t
count_marked(struct str bytes)
{
	size_t at, count = 0;

	while ((at = str_find(bytes, STR("<< /Length "))) != SIZE_MAX) {
		struct str line;

		bytes = str_from(bytes, at + 11);
		(void)str_line(&bytes, &line);
		count += str_find(line, STR(" 0 R")) == SIZE_MAX;
	}
	return count;
}

static void
any_text_leaves_artefacts_marked(void **state)
{
	static const char *const texts[] = { "a < b", "a [ b", "a ( b", "a ) b", "a \\\\ b", "((", "))", ">> ]] (", "BT EMC BDC /P << /MCID 0 >> BDC", "<<<<", "é ü ß" };
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct str bytes;

		if (!make_pdf(arena_printf(arena, "# t\n\nx %s\n\n---\n- y %s\n", texts[i], texts[i]), LANG_EN, arena, &bytes))
			return;
		if (count_marked(bytes) != 2)
			fail_msg("%zu pages of \"%s\" are marked, not 2", count_marked(bytes), texts[i]);
	}
}

static void
hostile_papers_are_drawn(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf wide BUF_SCOPE = { 0 };
	struct str bytes;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(hostile); i += 3) {
		struct paper paper = filled(str_of(hostile[i]), arena);
		struct err *err = paper_pdf(&paper, LANG_EN, arena, &bytes);

		if (err != NULL)
			assert_int_equal(err->code, ERR_SYSTEM);
	}
	for (int i = 0; i < LIMIT_PAPER_COLUMNS; i++)
		buf_add(&wide, STR("| とても長い欄 "));
	buf_add(&wide, STR("\n\n[ "));
	for (int i = 0; i < LIMIT_PAPER_COLUMNS; i++)
		buf_add(&wide, STR("印 | "));
	buf_add(&wide, STR("]\n\n# "));
	for (int i = 0; i < 5000; i++)
		buf_add(&wide, STR("長い見出し"));
	(void)make_pdf(buf_str(&wide), LANG_JA, arena, &bytes);
	(void)make_pdf(STR(""), LANG_JA, arena, &bytes);
}

/* What is to be one page becomes one as long as its letters can be read; what was filled in cannot ask for it. */
static void
a_paper_may_ask_to_be_one_page(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf text BUF_SCOPE = { 0 }, filled BUF_SCOPE = { 0 };
	struct paper paper;
	struct str bytes;

	(void)state;
	paper_escape(&filled, STR("==1"));
	assert_ok(paper_read(buf_str(&filled), arena, &paper));
	assert_false(paper.one_page);
	buf_add(&text, STR("==1\n# Title\n\n"));
	for (int i = 0; i < 38; i++)
		buf_addf(&text, "line %d\n\n", i);
	assert_ok(paper_read(buf_str(&text), arena, &paper));
	assert_true(paper.one_page);
	assert_ok(paper_pdf(&paper, LANG_EN, arena, &bytes));
	assert_int_not_equal(str_find(bytes, STR("/Count 1\n")), SIZE_MAX);
	paper.one_page = false;
	assert_ok(paper_pdf(&paper, LANG_EN, arena, &bytes));
	assert_int_equal(str_find(bytes, STR("/Count 1\n")), SIZE_MAX);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_paper_may_ask_to_be_one_page),
		cmocka_unit_test(any_text_is_a_paper),
		cmocka_unit_test(a_paper_has_bounds),
		cmocka_unit_test(what_is_filled_in_changes_nothing_else),
		cmocka_unit_test(what_is_filled_in_is_shown_as_it_is),
		cmocka_unit_test(a_paper_as_plain_text),
		cmocka_unit_test(no_line_is_wider_than_asked_for),
		cmocka_unit_test(a_paper_as_a_page),
		cmocka_unit_test(a_paper_on_pages),
		cmocka_unit_test(a_table_goes_on_under_its_headings),
		cmocka_unit_test(a_paper_says_how_it_is_built),
		cmocka_unit_test(any_text_leaves_artefacts_marked),
		cmocka_unit_test(hostile_papers_are_drawn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
