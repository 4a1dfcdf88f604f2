#!/bin/sh
# Checks an exported case by itself: every file, every chain of digests, every signature.
# Needs od, tr, cut, sha256sum and openssl. Compare device-public.pem with the one that headquarters
# holds for this device: that is the one thing these files cannot prove about themselves.
set -u
cd "$(dirname "$0")" || exit 2
bad=0
no() { printf 'NO   %s\n' "$1"; bad=1; }
hex() { od -An -v -tx1 "$1" | tr -d ' \n'; }
suite=$(cat SUITE)
case=$(cat CASE)
[ ${#case} = 32 ] || no "CASE names no case"
case $suite in
1) digest() { sha256sum <"$1" | cut -c1-64; }
   verify() { openssl pkeyutl -verify -pubin -inkey "$key" -rawin -in "$1" -sigfile "$2"; } ;;
2) digest() { openssl dgst -sm3 -r "$1" | cut -c1-64; }
   verify() { openssl pkeyutl -verify -pubin -inkey "$key" -rawin -in "$1" -sigfile "$2" \
       -digest sm3 -pkeyopt distid:1234567812345678; } ;;
*) no "suite $suite is unknown"; exit 1 ;;
esac
holds() { case $(hex "$1") in *"$2"*) return 0 ;; *) return 1 ;; esac; }

sha256sum --check --quiet SHA256SUMS || no "a file is not the one that was exported"

for content in entries/*.content; do
    envelope=${content%.content}.envelope
    holds "$envelope" "$(digest "$content")" || no "$content is not what its envelope names"
    holds "$envelope" "$case" || no "$content is of another case"
done
for envelope in entries/*.envelope; do
    number=${envelope#entries/}
    number=${number%.envelope}
    next=entries/$(printf '%09d' $((1$number - 1000000000 + 1))).envelope
    own=$(digest "$envelope")
    ! holds "$envelope" "$case" || [ -f "entries/$number.content" ] || no "entries/$number.content is not here"
    if [ -f "heads/$number.signed" ]; then
        case $(hex "heads/$number.signed") in *"$own") ;; *) no "heads/$number.signed is over another entry" ;; esac
        # A key beside a head is a later one of the same device.
        key=heads/$number.pem
        [ -f "$key" ] || key=device-public.pem
        verify "heads/$number.signed" "heads/$number.signature" >/dev/null 2>&1 ||
            no "heads/$number.signature is not the device's"
    elif [ -f "$next" ]; then
        holds "$next" "$own" || no "$next does not follow $envelope"
    else
        no "nothing signs $envelope"
    fi
done
for file in papers/* photographs/*; do
    [ -f "$file" ] || continue
    own=$(sha256sum <"$file" | cut -c1-64)
    found=0
    for content in entries/*.content; do holds "$content" "$own" && found=1; done
    [ $found = 1 ] || no "no entry of the case names $file"
done
[ $bad = 0 ] && echo "YES  every file, chain and signature of this case holds"
exit $bad
