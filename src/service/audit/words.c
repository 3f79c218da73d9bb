/*
 * words.c - what the audit says to people: a sentence a verb, a word a kind of object. A verb of a later version, or one that somebody
 * wrote into the database, is quoted.
 */
#include "base/catalogue.h"
#include "service/audit/audit.h"

static const struct { const char *verb, *sentence; } verbs[] = {
	{ "account.add",          M("{who} made an account: {object}.") },
	{ "account.enter",        M("{who} came in: {object}.") },
	{ "account.enter_by",     M("{who} came in by a provider: {object}.") },
	{ "account.first",        M("{who} became the first account: {object}.") },
	{ "account.invite",       M("{who} made a link by which a first password is chosen: {object}.") },
	{ "account.end",          M("The last day of an account passed, and it was locked: {object}.") },
	{ "account.leave",        M("{who} recorded that a person left: {object}.") },
	{ "account.link",         M("{who} linked an account with one of a provider: {object}.") },
	{ "account.lock",         M("{who} locked an account: {object}.") },
	{ "account.office",       M("{who} confirmed an office: {object}.") },
	{ "account.password",     M("{who} set a password: {object}.") },
	{ "account.refuse",       M("A wrong password or code was refused, login {who}: {object}.") },
	{ "account.refuse_by",    M("Signing in by a provider was refused, login {who}: {object}.") },
	{ "account.sees",         M("{who} asked what a person sees: {object}.") },
	{ "account.set",          M("{who} changed an account: {object}.") },
	{ "account.totp.confirm", M("{who} took a second factor into use: {object}.") },
	{ "account.totp.end",     M("{who} ended a second factor: {object}.") },
	{ "account.totp.make",    M("{who} made a secret for a second factor: {object}.") },
	{ "oidc.secret",          M("{who} set the secret of the provider by which people sign in.") },
	{ "oidc.secret_end",      M("{who} took the secret of the provider away.") },
	{ "account.unlink",       M("{who} ended the link of an account with a provider: {object}.") },
	{ "account.unlock",       M("{who} unlocked an account: {object}.") },
	{ "answers",              M("{who} took in answers: {object}.") },
	{ "ask",                  M("{who} wrote an inquiry: {object}.") },
	{ "audit.export",         M("{who} exported the audit.") },
	{ "audit.read",           M("{who} read the audit: {object}.") },
	{ "audit.seal",           M("{who} had the audit sealed.") },
	{ "calendar.close",       M("{who} entered a closed day: {object}.") },
	{ "calendar.open",        M("{who} took a closed day back: {object}.") },
	{ "case.edition",         M("{who} took a case over to another edition of its playbook: {object}.") },
	{ "case.example",         M("{who} offered a case as an example, or took that back: {object}.") },
	{ "case.file",            M("{who} put a file into a case: {object}.") },
	{ "case.file.get",        M("{who} took a file out of a case: {object}.") },
	{ "case.file.release",    M("{who} released a file from quarantine: {object}.") },
	{ "case.give_back",       M("{who} gave a proposed move back: {object}.") },
	{ "case.grant",           M("{who} granted rights in a case: {object}.") },
	{ "case.grant.end",       M("{who} took a grant away: {object}.") },
	{ "case.link",            M("{who} linked a case: {object}.") },
	{ "case.list",            M("{who} listed cases, sealed ones among them: {object}.") },
	{ "case.move",            M("{who} took a case on: {object}.") },
	{ "case.note",            M("{who} wrote a note into a case: {object}.") },
	{ "case.open",            M("{who} opened a case: {object}.") },
	{ "case.party",           M("{who} gave a part in a case: {object}.") },
	{ "case.party.end",       M("{who} took a part in a case away: {object}.") },
	{ "case.propose",         M("{who} proposed a move that a second person confirms: {object}.") },
	{ "case.read",            M("{who} read a sealed case: {object}.") },
	{ "case.set",             M("{who} filled in a field: {object}.") },
	{ "case.title",           M("{who} changed the title of a case: {object}.") },
	{ "case.tlp",             M("{who} changed how far a case may be passed on: {object}.") },
	{ "case.unlink",          M("{who} took a link away: {object}.") },
	{ "case.write",           M("{who} wrote a message: {object}.") },
	{ "clock.trust",          M("{who} looked at the clock and trusts it: {object}.") },
	{ "contractor",           M("{who} registered a contractor: {object}.") },
	{ "csaf.erase",           M("{who} had an advisory given out no longer that was put out by mistake: {object}.") },
	{ "csaf.key",             M("{who} made the key that advisories are signed with: {object}.") },
	{ "csaf.publish",         M("{who} put an advisory out: {object}.") },
	{ "csaf.renew",           M("{who} renewed the key that advisories are signed with: {object}.") },
	{ "csaf.withdraw",        M("{who} took an advisory back: {object}.") },
	{ "decide",               M("{who} decided: {object}.") },
	{ "decision.end",         M("{who} ended a decision: {object}.") },
	{ "decision.give",        M("{who} named somebody else who answers for a decision: {object}.") },
	{ "document.make",        M("{who} made a document: {object}.") },
	{ "entry.put",            M("{who} recorded {object}.") },
	{ "entry.withdraw",       M("{who} withdrew a record: {object}.") },
	{ "handover.give",        M("{who} handed over what one person had to another: {object}.") },
	{ "home.open",            M("{who} opened the home directly: {object}.") },
	{ "import",               M("{who} imported {object}.") },
	{ "heard.confirm",        M("{who} confirmed what a text says of exploitation, or that an alert concerns us: {object}.") },
	{ "heard.refuse",         M("{who} said that a text does not mean exploitation, or that an alert does not concern us: {object}.") },
	{ "heard.take_back",      M("{who} took an answer to a text or alert back: {object}.") },
	{ "key.erase",            M("{who} destroyed a key for good: {object}.") },
	{ "key.init",             M("{who} made the master key: {object}.") },
	{ "key.restore",          M("{who} restored the master key from its shares: {object}.") },
	{ "key.rotate",           M("{who} began to renew the master key: {object}.") },
	{ "key.rotated",          M("{who} renewed the master key and forgot the old one: {object}.") },
	{ "key.shares",           M("{who} had new shares of the master key made: {object}.") },
	{ "bundle.import",        M("{who} took a bundle of knowledge in: {object}.") },
	{ "bundle.trust",         M("{who} trusts a key that bundles are signed with: {object}.") },
	{ "knowledge.accept",     M("{who} said that what was held of a source is right, and had it fetched: {object}.") },
	{ "knowledge.ask",        M("{who} had a source of public knowledge fetched: {object}.") },
	{ "knowledge.set",        M("{who} changed how a source of public knowledge is fetched: {object}.") },
	{ "knowledge.take",       M("{who} gave a file of public knowledge: {object}.") },
	{ "maintenance.add",      M("{who} entered a maintenance window: {object}.") },
	{ "maintenance.change",   M("{who} changed a maintenance window: {object}.") },
	{ "maintenance.remove",   M("{who} withdrew a maintenance window: {object}.") },
	{ "mapping.forget",       M("{who} forgot a mapping of columns: {object}.") },
	{ "mapping.put",          M("{who} saved a mapping of columns: {object}.") },
	{ "notice.add",           M("{who} wrote a notice down: {object}.") },
	{ "notice.answer",        M("{who} answered whether a notice holds in a system: {object}.") },
	{ "notice.edit",          M("{who} wrote another edition of a notice: {object}.") },
	{ "notice.file.get",      M("{who} took a notice's scan out: {object}.") },
	{ "notice.look",          M("{who} looked whether there is a patch: {object}.") },
	{ "notice.read",          M("{who} read a sealed notice: {object}.") },
	{ "notice.withdraw",      M("{who} withdrew a notice: {object}.") },
	{ "oncall.add",           M("{who} entered who is on call: {object}.") },
	{ "oncall.remove",        M("{who} withdrew who is on call: {object}.") },
	{ "organisation.add",     M("{who} made another organisation: {object}.") },
	{ "organisation.invite",  M("{who} made a link for setting up another organisation: {object}.") },
	{ "playbook.take",        M("{who} took in {object}.") },
	{ "proposal.confirm",     M("{who} confirmed a proposal: {object}.") },
	{ "proposal.make",        M("{who} proposed: {object}.") },
	{ "proposal.refuse",      M("{who} refused a proposal: {object}.") },
	{ "remind",               M("{who} reminded of an inquiry: {object}.") },
	{ "approval.reseat",      M("{who} had another person asked for an approval: {object}.") },
	{ "ask.give",             M("{who} gave the questions of {object} to another person.") },
	{ "roster.end",           M("{who} ended a rule of who checks a source in turn: {object}.") },
	{ "roster.set",           M("{who} said who checks a source in turn: {object}.") },
	{ "serve.begin",          M("{who} started the home's server.") },
	{ "serve.end",            M("{who} ended the home's server.") },
	{ "session.begin",        M("{who} signed in: {object}.") },
	{ "session.end",          M("{who} signed out, or ended a session: {object}.") },
	{ "session.end_others",   M("{who} ended all other sessions: {object}.") },
	{ "setup.finish",         M("{who} set up the organisation as its first administrator: {object}.") },
	{ "setup.invite",         M("{who} made a link for setting up the organisation.") },
	{ "settle",               M("{who} settled a difference: {object}.") },
	{ "task.assign",          M("{who} gave a task to somebody: {object}.") },
	{ "task.done",            M("{who} finished a task: {object}.") },
	{ "token.make",           M("{who} made a token: {object}.") },
	{ "token.withdraw",       M("{who} withdrew a token: {object}.") },
	{ "criteria.agree",       M("{who} agreed to criteria: {object}.") },
	{ "criteria.propose",     M("{who} proposed criteria: {object}.") },
	{ "criteria.take_over",   M("Criteria of a file were taken over into the ledger: {object}.") },
	{ "criteria.try",         M("{who} tried criteria out, without changing anything.") },
	{ "criteria.withdraw",    M("{who} took proposed criteria back: {object}.") },
	{ "fact.withdraw",        M("{who} withdrew an answer about a system: {object}.") },
	{ "report.make",          M("{who} kept a report that was handed over: {object}.") },
	{ "watch.add",            M("{who} began a watch: {object}.") },
	{ "watch.change",         M("{who} changed a watch: {object}.") },
	{ "watch.check",          M("{who} said of something a watch found whether it is to be dealt with: {object}.") },
	{ "watch.end",            M("{who} ended a watch: {object}.") },
	{ "webhook.add",          M("{who} had another program told what is new: {object}.") },
	{ "webhook.allow",        M("{who} let a server be asked: {object}.") },
	{ "webhook.remove",       M("{who} ended that another program is told: {object}.") },
	{ "webhook.test",         M("{who} had a test sent to another program: {object}.") },
	{ "ticket.told",          M("A tracker told how a ticket stands: {object}.") },
	{ "tracker.add",          M("{who} added a tracker of tickets: {object}.") },
	{ "tracker.hook",         M("{who} made an address at which a tracker tells: {object}.") },
	{ "tracker.hook.end",     M("{who} ended the address at which a tracker tells: {object}.") },
	{ "tracker.remove",       M("{who} removed a tracker of tickets: {object}.") },
	{ "report.send",          M("{who} had a report sent at once: {object}.") },
	{ "report.subscribe",     M("{who} had a report sent regularly: {object}.") },
	{ "report.unsubscribe",   M("{who} ended a report that was sent regularly: {object}.") },
	{ "ssvc.agree",           M("{who} agreed to an SSVC table: {object}.") },
	{ "ssvc.propose",         M("{who} proposed an SSVC table: {object}.") },
	{ "ssvc.try",             M("{who} tried an SSVC table out, without changing anything.") },
	{ "ssvc.withdraw",        M("{who} took a proposed SSVC table back: {object}.") },
	{ "system.new",           M("{who} registered a system: {object}.") },
	{ "system.set",           M("{who} changed a system: {object}.") },
	{ "system.retire",        M("{who} took a system out of use, or back into use: {object}.") },
	{ "view.save",            M("{who} kept a view of a list: {object}.") },
	{ "view.delete",          M("{who} took a view of a list away: {object}.") },
	{ "vex.give",             M("{who} wrote a VEX document for others: {object}.") },
	{ "vex.take",             M("{who} took in what others say about vulnerabilities (VEX): {object}.") },
	{ "vex.withdraw",         M("{who} believes a VEX document no longer: {object}.") },
	{ "unit.put",             M("{who} registered a unit: {object}.") },
};

/* "decision/12" in words; what follows the number stays as it is. */
static const struct { const char *kind, *words; } kinds[] = {
	{ "account",     M("account {id}") },
	{ "ask",         M("inquiry {id}") },
	{ "audit",       M("audit of {id}") },
	{ "case",        M("case {id}") },
	{ "clock",       M("clock of {id}") },
	{ "contract",    M("contract {id}") },
	{ "day",         M("day {id}") },
	{ "decision",    M("decision {id}") },
	{ "departure",   M("departure {id}") },
	{ "document",    M("document {id}") },
	{ "field",       M("field {id}") },
	{ "file",        M("file {id}") },
	{ "grant",       M("grant {id}") },
	{ "inspection",  M("inspection {id}") },
	{ "key",         M("key {id}") },
	{ "bundle",      M("bundle {id}") },
	{ "bundle-key",  M("key {id}") },
	{ "knowledge",   M("source {id}") },
	{ "link",        M("link {id}") },
	{ "maintained",  M("maintained product {id}") },
	{ "medium",      M("medium {id}") },
	{ "notice",      M("notice {id}") },
	{ "organisation", M("organisation {id}") },
	{ "watch",       M("watch {id}") },
	{ "party",       M("part {id}") },
	{ "session",     M("session {id}") },
	{ "playbook",    M("playbook {id}") },
	{ "proposal",    M("proposal {id}") },
	{ "replacement", M("planned replacement {id}") },
	{ "roster",      M("rule {id} of the roster") },
	{ "sheet_entry", M("row of a sheet {id}") },
	{ "criteria",    M("criteria {id}") },
	{ "ssvc",        M("SSVC table {id}") },
	{ "report",      M("report {id}") },
	{ "subscription", M("subscription {id}") },
	{ "system",      M("system {id}") },
	{ "view",        M("view {id}") },
	{ "statement",   M("statement {id}") },
	{ "task",        M("task {id}") },
	{ "thread",      M("thread {id}") },
	{ "token",       M("token {id}") },
	{ "unit",        M("unit {id}") },
	{ "vex",         M("VEX document {id}") },
	{ "vex_edition", M("edition {id}") },
	{ "user",        M("user {id} of the operating system") },
};

static struct str
named(struct str kind, struct str id, enum lang lang, struct arena *arena)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (str_eq(kind, str_of(kinds[i].kind)))
			return catalogue_say(arena, lang, kinds[i].words, ARG("id", id));
	return arena_printf(arena, "%.*s/%.*s", STR_ARG(kind), STR_ARG(id));
}

/* "case/12/field/applies": the case, and what in it; a kind that has no words stays as it is written. */
static struct str
object_words(struct str object, enum lang lang, struct arena *arena)
{
	struct str kind, id, part, whole, part_kind, part_id;

	if (str_eq(object, STR("audit")))
		return str_of(catalogue_text(lang, M("all of it")));
	if (!str_cut(object, '/', &kind, &id) || id.len == 0)
		return object;
	if (!str_eq(kind, STR("case")) || !str_cut(id, '/', &id, &part))
		return named(kind, id, lang, arena);
	whole = named(kind, id, lang, arena);
	if (str_cut(part, '/', &part_kind, &part_id) && part_id.len > 0)
		part = named(part_kind, part_id, lang, arena);
	return catalogue_say(arena, lang, M("{object}, {part}"), ARG("object", whole), ARG("part", part));
}

struct str
audit_sentence(const struct ledger_audit_row *row, enum lang lang, struct arena *arena)
{
	struct str object = object_words(row->object, lang, arena);

	for (size_t i = 0; i < ARRAY_LEN(verbs); i++)
		if (str_eq(row->verb, str_of(verbs[i].verb)))
			return catalogue_say(arena, lang, verbs[i].sentence, ARG("who", row->who), ARG("object", object));
	return catalogue_say(arena, lang, M("{who} did \"{verb}\": {object}."), ARG("who", row->who), ARG("verb", row->verb), ARG("object", object));
}

bool
audit_has_words(struct str verb)
{
	for (size_t i = 0; i < ARRAY_LEN(verbs); i++)
		if (str_eq(verb, str_of(verbs[i].verb)))
			return true;
	return false;
}

/* How a row came in, by actor_via_names. */
const char *
audit_via_words(struct str via)
{
	static const char *const words[] = {
		[VIA_DIRECT] = M("directly"), [VIA_SOCKET] = M("by the home's socket"), [VIA_TOKEN] = M("by token"), [VIA_JOB] = M("by itself"),
		[VIA_WEB] = M("by browser"),
	};
	int value;

	return enum_find(&actor_via_names, via, &value) ? words[value] : "";
}
