/*
 * book_test.h - the playbook that the tests of this room play: small, and with every part in it.
 */
#pragma once
#include "test.h"

#include "domain/playbook/engine.h"
#include "domain/playbook/playbook.h"

#define BOOK_HEAD \
	"playbook: test-response\n" \
	"since: 2026-04-01\n" \
	"title: {ja: 見つかった弱点への対応, en: Response to a finding}\n" \
	"number: R\n"
#define BOOK_ROLES \
	"roles:\n" \
	"  security: {ja: セキュリティ担当者, en: Security staff, rights: [read, comment, edit, assign, export, close], above: executive}\n" \
	"  operator: {ja: 運用担当, en: Operator, rights: [read, comment, edit], above: security}\n" \
	"  executive: {ja: 責任者, en: Executive, rights: [read, comment, edit, close]}\n"
#define BOOK_FIELDS \
	"fields:\n" \
	"  applies: {type: choice, ja: 該非, en: Applies, by: [security], from: direction,\n" \
	"    values: {affected: {ja: 該当, en: affected}, not_affected: {ja: 非該当, en: not affected}, unknown: {ja: 判定不能, en: cannot be told}}}\n" \
	"  plans: {type: rows, min: 1, ja: 対処案, en: Plans, by: [security], from: doing,\n" \
	"    columns: {content: {type: text, ja: 内容, en: Content, required: true}, cost: {type: money, ja: 費用, en: Cost}, on: {type: day, ja: 実施日, en: On}}}\n" \
	"  expiry: {type: day, ja: 受容の期限, en: Until, by: [security, executive]}\n" \
	"  release: {type: instant, ja: 公表日時, en: Release, by: [security]}\n" \
	"  told: {type: bool, ja: 周知済み, en: Users told}\n" \
	"  hosts: {type: number, ja: 台数, en: Hosts, min: 0}\n"
#define BOOK_FLOW \
	"approvals:\n" \
	"  consent: {ja: 同意, en: Consent, route: owner-consent}\n" \
	"tasks:\n" \
	"  look: {ja: 確認, en: Look, by: operator, in: survey, due: {business_days: 2}}\n" \
	"  mend: {ja: 修正, en: Mend, each: system, by: operator, in: [doing], done_when: rematch_clear, due: {days: 3}}\n" \
	"  tell: {ja: 周知, en: Tell, by: security, in: [doing], optional: true}\n" \
	"states:\n" \
	"  survey: {ja: ①調査, en: Survey}\n" \
	"  direction: {ja: ②方向性, en: Direction}\n" \
	"  doing: {ja: ④実施, en: Doing}\n" \
	"  closed: {ja: 完了, en: Closed, final: true}\n" \
	"  accepted: {ja: 受容, en: Accepted}\n" \
	"moves:\n" \
	"  - {id: decide, ja: 方向性を決める, en: Set the direction, from: survey, to: direction, by: [security], when: \"applies == affected\"}\n" \
	"  - {id: begin, ja: 実施を始める, en: Begin, from: direction, to: doing, by: [security], approvals: [consent], needs: [plans], makes: [notice], starts: [mend, tell]}\n" \
	"  - {id: finish, ja: 完了する, en: Finish, from: doing, to: closed, by: [security]}\n" \
	"  - {id: stop, ja: 中止する, en: Stop, from: doing, to: direction, by: [security], drops: [mend], clears: [plans, consent], reason: true}\n" \
	"  - {id: accept, ja: 受容する, en: Accept, from: [survey, direction, doing], to: accepted, by: [security, executive], two_person: true, needs: [expiry], drops: [look, mend]}\n" \
	"  - {id: lapse, ja: 受容の期限切れ, en: Acceptance lapsed, from: accepted, to: survey, by: program, when: expiry_passed, clears: [expiry]}\n" \
	"  - {id: publish, ja: 公表する, en: Publish, from: [direction, doing], to: doing, by: [security]}\n" \
	"  - {id: reopen, ja: 再開する, en: Reopen, from: closed, to: survey, by: [security]}\n" \
	"guards:\n" \
	"  embargo: {ja: 公表日の前, en: Before the release, when: \"not release_passed\", forbids: [publish], hides: [notice]}\n" \
	"deadlines:\n" \
	"  first: {ja: 初動, en: First look, in: survey, from: opened, due: {business_days: 1}, met_by: decide,\n" \
	"    remind: [{before: {hours: 4}, tell: security}], escalate: [{after: {hours: 0}, tell: executive}, {after: {days: 3}, tell: [security, executive]}]}\n" \
	"  draft: {ja: 原稿, en: Draft, from: release, before: {days: 7}, met_by: told}\n" \
	"  mending: {ja: 実施の期限, en: Mending, in: doing, from: entered, due: {months: 1}, when: \"not told\"}\n" \
	"documents:\n" \
	"  notice: {ja: 停止のお知らせ, en: Notice, template: stop-notice, to: [operator]}\n" \
	"begins: [look]\n"
#define BOOK BOOK_HEAD BOOK_ROLES BOOK_FIELDS BOOK_FLOW

static inline __attribute__((unused)) struct playbook *
test_book(const char *text, struct arena *arena)
{
	struct playbook *book = NULL;

	assert_ok(playbook_read(str_of(text), STR("test.yaml"), arena, &book));
	return book;
}

/* The place of a part by its id; fails where there is none. */
#define at_of(book, list, name) test_place((book)->list.items, (book)->list.count, sizeof(*(book)->list.items), (name))
static inline __attribute__((unused)) size_t
test_place(const void *items, size_t count, size_t size, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq(*(const struct str *)(const void *)((const char *)items + i * size), str_of(name)))
			return i;
	fail_msg("there is no \"%s\"", name);
	return 0;
}
