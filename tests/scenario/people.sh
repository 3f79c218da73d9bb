#!/bin/sh
# People and rights at the desk: the first account, offices given by two, tokens, passwords and second factors, parts and grants that end,
# who sees what, and a person who leaves.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"

stop_holder() { "$TSUKUROI" --home "$home" key stop >/dev/null 2>&1; }
trap 'stop_holder; chmod -R u+rwX "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
owner=$(id -un)

# person LOGIN OPTIONS…: an account, and in $scratch/LOGIN a token of that person, who makes it by password.
person() {
	person_login=$1
	shift
	run 0 account add "$person_login" "$@"
	echo "seven long words of $(printf '%s' "$person_login" | tr 'a-z' 'b-za')" >"$scratch/password"
	run 0 account password "$person_login" --password-file "$scratch/password"
	run 0 token make --login "$person_login" --password-file "$scratch/password" --scope read,write,admin --name desk
	grep '^tsk_' "$out" >"$scratch/$person_login"
	chmod 600 "$scratch/$person_login"
}

story "the home's owner has the first account; time may be given only where the settings say so"
run 0 init
has "$owner is the first account here"
run 5 account list
has "clock = given"
echo "clock = given" >>"$home/tsukuroi.conf"
echo "organisation = 例市" >>"$home/tsukuroi.conf"
run 0 account list --json
json '.accounts | length' 1
json '.accounts[0].offices | join(" ")' "administrator security"
run 3 account show nobody
run 0 audit show
has "became the first account"

story "people, units, and what is no login, mail, office or unit"
person jiro --name "例山 二郎" --office executive --unit 総務部 --head 総務部
person hanako --name "例野 花子" --mail hanako@city.example.jp --office security --unit 情報政策課
person saburo --name "例川 三郎" --unit 市民課
person kana --name "例島 かな" --office reader --language en
run 2 account add Hanako --name x
run 3 account add hanako --name x
has "never given twice"
run 2 account add x --name x --mail "x@y, z@y"
run 2 account add x --name x --office king
run 2 account add x --name x --head 市民課
run 2 account add x
run 0 unit set 情報政策課 --superior 総務部 --mail joho@city.example.jp
run 2 unit set 総務部 --superior 情報政策課
has "above itself"
run 0 unit list --json
json '.units | map(select(.name == "情報政策課"))[0].superior' 総務部
json '.units | map(select(.name == "総務部"))[0].heads[0]' jiro

story "an administrator is made by two"
run 0 account set hanako --office security,administrator --json
json '.offices | join(" ")' security
json '.proposal > 0' true
run 0 account proposals --json
proposal=$(jq -r '.proposals[0].id' <"$out")
run 0 account proposals
has "hanako (例野 花子) is given the office: Administrator"
run 5 account confirm "$proposal"
has "Who proposes does not confirm"
run 5 account confirm "$proposal" --token-file "$scratch/hanako"
run 5 account confirm "$proposal" --token-file "$scratch/saburo"
run 5 account set saburo --name x --token-file "$scratch/hanako"
run 0 account confirm "$proposal" --token-file "$scratch/jiro"
run 3 account confirm "$proposal" --token-file "$scratch/jiro"
run 0 account set saburo --mail saburo@city.example.jp --token-file "$scratch/hanako"

story "tokens do what they were made for, and end"
run 0 token make --name monitoring --scope read --until 2026-11-30
grep '^tsk_' "$out" >"$scratch/monitor"
is "a token's form" "$(grep -cE '^tsk_[a-z2-7]{58}$' "$scratch/monitor")" 1
run 0 account list --token-file "$scratch/monitor"
run 5 account lock kana --token-file "$scratch/monitor"
has 'lacks the scope "admin"'
holds "the token itself stands nowhere in the home" sh -c "! grep -rqaF \"\$(cat '$scratch/monitor')\" '$home'"
at=2026-12-01T00:00:00+09:00
run 5 account list --token-file "$scratch/monitor"
has "held until"
at=2026-11-20T09:00:00+09:00
sed 's/.$/9/' "$scratch/monitor" >"$scratch/mistyped"
run 5 account list --token-file "$scratch/mistyped"
has "This is no token"
run 0 token list --json
token=$(jq -r '.tokens[] | select(.name == "monitoring") | .id' <"$out")
run 3 token withdraw "$token" --token-file "$scratch/kana"
run 0 token withdraw "$token"
run 5 account list --token-file "$scratch/monitor"
run 2 token make --name long --scope read --until 2028-01-01
run 2 token make --name none
TSUKUROI_TOKEN=$(cat "$scratch/kana")
export TSUKUROI_TOKEN
run 0 account show --json
json .login kana
run 5 account add another --name x
unset TSUKUROI_TOKEN

story "passwords: long ones, none that is tried first, and no end of tries"
for weak in short password20261120 例市例市例市 kana-kana-kana 1234567890123; do
	echo "$weak" >"$scratch/password"
	run 2 account password kana --password-file "$scratch/password"
done
echo "wrong words of nobody at all" >"$scratch/wrong"
for _ in 1 2 3 4; do
	run 5 token make --login kana --password-file "$scratch/wrong" --scope read --name x
done
echo "seven long words of $(printf kana | tr 'a-z' 'b-za')" >"$scratch/password"
run 5 token make --login kana --password-file "$scratch/password" --scope read --name x
at=2026-11-20T09:01:00+09:00
run 0 token make --login kana --password-file "$scratch/password" --scope read --name x
run 5 token make --login nobody --password-file "$scratch/password" --scope read --name x
at=2026-11-20T09:00:00+09:00

story "a second factor, whose codes count once"
run 0 key init --unlock file --shares 2 --threshold 2
run 0 account totp make --json
secret=$(jq -r .secret <"$out")
json '.uri | startswith("otpauth://totp/%E4%BE%8B%E5%B8%82:")' true
code_at() {
	python3 -c 'import base64, hashlib, hmac, struct, sys, datetime
step = int(datetime.datetime.fromisoformat(sys.argv[2]).timestamp()) // 30
mac = hmac.new(base64.b32decode(sys.argv[1]), struct.pack(">Q", step), hashlib.sha1).digest()
print("%06d" % ((struct.unpack(">I", mac[mac[19] & 15:(mac[19] & 15) + 4])[0] & 0x7fffffff) % 1000000))' "$secret" "$1"
}
run 5 account totp confirm 000000
run 0 account totp confirm "$(code_at $at)"
paper=$(sed -n 2p "$out" | tr -d ' ')
run 3 account totp make
echo "seven long words of the owner" >"$scratch/owner"
run 0 account password --password-file "$scratch/owner"
run 5 token make --login "$owner" --password-file "$scratch/owner" --scope read --name x
run 5 token make --login "$owner" --password-file "$scratch/owner" --scope read --name x --code "$(code_at $at)"
run 0 token make --login "$owner" --password-file "$scratch/owner" --scope read --name x --code "$paper"
run 5 token make --login "$owner" --password-file "$scratch/owner" --scope read --name x --code "$paper"
run 0 account show --json
json '.codes_left' 9
run 0 account totp end

story "parts and grants in a case, and who sees it"
run 0 case open finding-response "A weakness of the web server" --unit 市民課 --token-file "$scratch/hanako"
run 0 case who R-2026-0001 --json
json '.open_to_all' true
json '.people | map(select(.login == "saburo"))[0].through[0]' "Owner unit (unit 市民課)"
json '.people | map(select(.login == "kana")) | length' 0
run 0 case show R-2026-0001 --token-file "$scratch/kana"
run 5 case set R-2026-0001 applies affected --token-file "$scratch/kana"
run 5 case party R-2026-0001 security kana --token-file "$scratch/kana"
run 5 case grant R-2026-0001 kana edit --reason x --token-file "$scratch/saburo"
run 2 case party R-2026-0001 king kana
run 3 case party R-2026-0001 security nobody
run 2 case grant R-2026-0001 kana edit
has "needs its reason"
run 0 case grant R-2026-0001 kana comment --until 2026-11-25 --reason "stands in for saburo"
run 0 case note R-2026-0001 "I was asked" --token-file "$scratch/kana"
run 0 case show R-2026-0001
has "kana, reading the case, commenting until"
at=2026-11-26T00:00:00+09:00
run 5 case note R-2026-0001 "too late" --token-file "$scratch/kana"
at=2026-11-20T09:00:00+09:00
run 0 case grant R-2026-0001 --withdraw 1
run 5 case note R-2026-0001 "too late" --token-file "$scratch/kana"
run 0 case party R-2026-0001 operator outside:例システム --address support@example.jp
run 0 case who R-2026-0001
has "例システム <support@example.jp>"
run 0 account sees saburo --json
json '.cases[0].number' R-2026-0001
run 5 account sees saburo --token-file "$scratch/kana"
run 0 account sees --token-file "$scratch/kana" --json
json '.reads_open' true

story "a sealed case: nobody by office, export by two, a name from outside nowhere on the disk"
sed 's/export, close\], above: responsible/export, close, grant], above: responsible/' "$root/tests/playbooks/disclosure.yaml" >"$scratch/disclosure.yaml"
run 0 playbook take "$scratch/disclosure.yaml"
run 0 case open disclosure "A report" --token-file "$scratch/hanako"
sealed=$(sed -n 's/^Opened as \(.*\)\.$/\1/p' "$out")
run 3 case show "$sealed"
run 3 case who "$sealed"
run 3 case who "$sealed" --token-file "$scratch/jiro"
run 0 case party "$sealed" psirt "$owner" --token-file "$scratch/hanako"
run 0 case party "$sealed" vendor outside:ヒグラシ7f3aQx製作所 --token-file "$scratch/hanako"
run 0 case who "$sealed"
has "ヒグラシ7f3aQx製作所"
holds "the name stands nowhere in the home" sh -c "! grep -rqaF ヒグラシ7f3aQx '$home'"
run 0 case party "$sealed" developer kana --token-file "$scratch/hanako"
run 0 case who "$sealed" --token-file "$scratch/kana"
lacks "ヒグラシ7f3aQx"
run 0 case grant "$sealed" saburo read,export --reason "アブラゼミ9c1eWz" --token-file "$scratch/hanako"
has "waits for a second person"
number=$(sed -n 's/.*account confirm \([0-9]*\).*/\1/p' "$out")
run 3 case show "$sealed" --token-file "$scratch/saburo"
run 0 account proposals
has "in the case $sealed: reading the case, exporting"
lacks "アブラゼミ"
run 5 account confirm "$number" --token-file "$scratch/hanako"
run 3 account confirm "$number" --token-file "$scratch/jiro"
run 0 account confirm "$number"
run 0 case show "$sealed" --token-file "$scratch/saburo"
holds "the reason stands nowhere in the home" sh -c "! grep -rqaF アブラゼミ9c1eWz '$home'"
run 0 account sees saburo
has "$sealed"
lacks "A report"

story "who leaves hands over first, and then can do nothing"
run 3 account leave hanako
has "parts in open cases: 2"
run 0 case party R-2026-0001 security "$owner"
run 0 case who R-2026-0001 --json
run 0 case party R-2026-0001 --withdraw "$(jq -r '.parts[] | select(.name == "例野 花子") | .id' <"$out")"
run 0 case who "$sealed" --json
run 0 case party "$sealed" --withdraw "$(jq -r '.parts[] | select(.name == "例野 花子") | .id' <"$out")"
run 0 account leave hanako
run 5 account list --token-file "$scratch/hanako"
has "was withdrawn"
run 3 account leave "$owner"
has "last administrator"
run 0 case show R-2026-0001
has "例野 花子"
lang=ja
run 0 audit show
has "離任"
run 0 account list --left
has "離任"
plan
