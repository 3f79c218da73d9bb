#!/bin/sh
# Sealed cases at the desk: keys made and handed out, a case whose words stand nowhere on the disk, the key holder gone, a key destroyed by two
# people, a new master, another machine with papers only.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"

secret=ヒグラシ7f3aQx
control=アブラゼミ9c1eWz
stop_holder() { "$TSUKUROI" --home "$home" key stop >/dev/null 2>&1; }
trap 'stop_holder; chmod -R u+rwX "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
found() { python3 "$root/tests/scenario/find_word.py" "$1" "$home" "$TMPDIR"; }
# A folder of its own for temporary files, so that they are searched too.
TMPDIR=$scratch/tmp
mkdir "$TMPDIR"
export TMPDIR

run 0 init
echo "clock = given" >>"$home/tsukuroi.conf"
run 0 playbook take "$root/tests/playbooks/disclosure.yaml"

story "without keys nothing is sealed"
run 0 key status
has "This home has no keys yet"
run 3 key start
has "tsukuroi key init"
run 5 case open disclosure "$secret"
has "tsukuroi key init"
run 0 case list --json
json '.cases | length' 0

story "keys are made, and their shares handed out"
run 2 key init
has "--unlock passphrase"
run 2 key init --unlock file --shares 2 --threshold 3
run 0 key init --unlock file --shares 5 --threshold 3
cp "$out" "$scratch/shares"
is "shares" "$(grep -c '^TSUKUROI-SHARE . of 5, any 3 restore key ' "$scratch/shares")" 5
is "the key file's rights" "$(stat -c %a "$home/keys/unlock" "$home/keys/master" | tr '\n' ' ')" "600 600 "
run 3 key init --unlock file
has "has keys already"
run 0 key status --json
json '.running' true
json '.shares' 5
json '.threshold' 3

story "a sealed case, and an open one"
printf '%%PDF-1.7\n%s\n' "$secret" >"$scratch/$secret.pdf"
run 0 case open disclosure "$secret の件" --tlp red
run 0 case set V-2026-0001 vn "$secret"
run 0 case set V-2026-0001 finder "$secret"
run 0 case set V-2026-0001 grounds "$secret が根拠"
run 0 case set V-2026-0001 grounds "改めて、$secret が根拠"
run 0 case write V-2026-0001 "$secret について"
run 0 case note V-2026-0001 "$secret と聞いた"
run 0 case link V-2026-0001 vendor "$secret 社"
run 0 case file put V-2026-0001 "$scratch/$secret.pdf"
run 0 case title V-2026-0001 "$secret の題名"
run 0 case show V-2026-0001
has "$secret の題名"
run 0 case list
has "V-2026-0001"
lacks "$secret"
run 0 case open finding-response "$control の件"
run 0 job run
at=2026-11-27T09:00:00+09:00
run 0 job run
is "files that hold the word of the sealed case" "$(found "$secret")" ""
holds "the search finds the word of the open case" [ -n "$(found "$control")" ]

story "without the key holder the sealed case is closed, the open one is not"
run 0 key stop
run 5 case show V-2026-0001
one_sentence "a sealed case" "tsukuroi key start"
run 5 case set V-2026-0001 vn other
run 5 case file get 1 --output "$scratch/got"
run 0 case list
has "V-2026-0001"
run 0 case show R-2026-0001
has "$control"
mv "$home/keys/unlock" "$scratch/unlock"
run 3 key start
has "bring the medium"
printf '%064d\n' 0 >"$scratch/other"
chmod 600 "$scratch/other"
run 5 key start --unlock "$scratch/other"
has "another home"
chmod 640 "$scratch/unlock"
run 5 key start --unlock "$scratch/unlock"
has "Others may read"
chmod 600 "$scratch/unlock"
run 0 key start --unlock "$scratch/unlock"
run 3 key start --unlock "$scratch/unlock"
has "runs already"
run 0 case show V-2026-0001
has "$secret の題名"

story "a key is destroyed by two people"
run 3 key erase V-2026-0001 vendor
run 3 key erase V-2026-0009 finder
run 0 key erase V-2026-0001 finder
has "Nothing is destroyed yet"
run 5 account confirm 1
run 0 account add kacho --name 課長 --office executive
echo "long words of the section's head" >"$scratch/password"
run 0 account password kacho --password-file "$scratch/password"
run 0 token make --login kacho --password-file "$scratch/password" --scope read,write,admin --name erase
grep '^tsk_' "$out" >"$scratch/token"
wrapped=$(python3 -c "import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute(\"SELECT wrapped FROM case_key WHERE compartment = 'finder'\").fetchone()[0])" "$home/ledger.db")
holds "its wrapped form stands in the ledger" grep -qaF "$wrapped" "$home/ledger.db" "$home/ledger.db-wal"
run 0 account confirm 1 --token-file "$scratch/token"
has "cannot be read any more"
is "files that hold its wrapped form" "$(grep -rlaF "$wrapped" "$home")" ""
run 0 case show V-2026-0001
has "$secret の題名"
run 3 case set V-2026-0001 finder again
has "destroyed on purpose"
run 3 key erase V-2026-0001 finder
run 0 audit show
has "destroyed a key for good"

story "a new master, and papers that are worthless"
run 0 key rotate --shares 3 --threshold 2
cp "$out" "$scratch/new"
is "new shares" "$(grep -c '^TSUKUROI-SHARE . of 3, any 2 ' "$scratch/new")" 3
run 0 case show V-2026-0001
has "$secret の題名"
run 0 key status --json
json '.waiting' 0
json '.erased' 1
json '.older' null

story "another machine: the ledger, and papers"
stop_holder
cp -r "$home/keys" "$scratch/keys"
rm -r "$home/keys"
run 5 case show V-2026-0001
run 3 key init --unlock file
has "tsukuroi key restore"
run 5 key restore --unlock file "$scratch/shares"
has "the ledger is sealed with key"
sed -n '/SHARE 1 /,/^end/p' "$scratch/new" >"$scratch/one"
sed -n '/SHARE 3 /,/^end/p' "$scratch/new" >"$scratch/three"
run 5 key restore --unlock file "$scratch/one"
has "2 shares are needed, and 1 were given"
sed 's/^3: \(....\)/3: 0000/' "$scratch/three" >"$scratch/typed"
run 3 key restore --unlock file "$scratch/one" "$scratch/typed"
has "Share 3: line 3 is mistyped"
echo short >"$scratch/short"
run 2 key restore --unlock passphrase --passphrase-file "$scratch/short" "$scratch/one" "$scratch/three"
has "too short"
echo "four words of nobody" >"$scratch/words"
run 0 key restore --unlock passphrase --passphrase-file "$scratch/words" "$scratch/one" "$scratch/three"
has "is restored; it opens the keys of 1 compartments"
run 2 key start
echo "four words of somebody" >"$scratch/wrong"
run 5 key start --passphrase-file "$scratch/wrong"
has "passphrase is wrong"
run 0 key start --passphrase-file "$scratch/words"
run 0 case show V-2026-0001
has "$secret の題名"
is "files that hold the word at the end" "$(found "$secret")" ""
lang=ja
run 0 key status
has "パスフレーズ"
plan
