#!/bin/sh
# What limits the fast code, counted and not guessed: instructions of one image in training, by
# kind and by function, as valgrind's callgrind sees them (which knows AVX2 at most).
#   code/fast/count.sh FILE build/bin/05_making_it_fast
# FILE gets the counts as name<TAB>number.
# FMA: a multiplication and an addition in each lane. reads, writes: any memory operand.
set -eu
out=$1 program=$2 steps=10
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
command -v valgrind >/dev/null || { echo "valgrind is not installed (Debian: valgrind)"; exit 2; }
valgrind -q --tool=callgrind --dump-instr=yes --toggle-collect=trainer_step \
    --callgrind-out-file="$folder/counts" "$program" --steps $steps
# address, kinds: f FMA, r reads memory, w writes memory, j jump
objdump -d --no-show-raw-insn "$program" | awk '$1 ~ /^[0-9a-f]+:$/ {
    kinds = $2 ~ /^vfn?m(add|sub)/ ? "f" : ""
    if ($2 ~ /^j/) kinds = kinds "j"
    operand = $0; sub(/^[^\t]*\t[^\t ]* */, "", operand); sub(/ *[#<].*/, "", operand)
    if (operand ~ /\(/ && $2 !~ /^(lea|nop)/) {
        stores = operand ~ /\)$/ && $2 !~ /^(cmp|test|vucomi|vcomi|bt|v?ptest|prefetch)/
        kinds = kinds (stores ? "w" : "r")
        if (stores && $2 !~ /^(mov|v?mov|set|v[a-z]*extract|vpmov)/) kinds = kinds "r"
    }
    sub(/:$/, "", $1); print $1, kinds "."
}' > "$folder/kinds"
awk -v out="$out" -v images=$((steps * 32)) -v object="$(basename "$program")" '
function hex(s,   i, v) { for (i = 1; i <= length(s); i++) v = v * 16 + index("0123456789abcdef", substr(s, i, 1)) - 1; return v }
function place(s) { at = s ~ /^\+/ ? at + hex_or(substr(s, 2)) : s ~ /^-/ ? at - hex_or(substr(s, 2)) : s == "*" ? at : hex(substr(s, 3)) }
function hex_or(s) { return s ~ /^0x/ ? hex(substr(s, 3)) : s + 0 }
FILENAME ~ /kinds$/ { kind[hex($1)] = $2; next }
/^ob=/ { n = $0; sub(/^ob=/, "", n); id = n; sub(/ .*/, "", id); if (n ~ / /) { sub(/^[^ ]* /, "", n); name[id] = n }; ours = name[id] ~ object "$"; next }
/^fn=/ { n = $0; sub(/^fn=/, "", n); id = n; sub(/ .*/, "", id); if (n ~ / /) { sub(/^[^ ]* /, "", n); fname[id] = n }; fn = fname[id]; next }
/^c?(fn|fi|fe|ob|fl)=/ { n = $0; sub(/^[a-z]*=/, "", n); id = n; sub(/ .*/, "", id)
    if (n ~ / /) { sub(/^[^ ]* /, "", n); if ($0 ~ /^cfn/) fname[id] = n; if ($0 ~ /^cob/) name[id] = n } next }
/^calls=/ { skip = 1; next }
/^(0x|\+|-|\*)/ { place($1); if (skip) { skip = 0; next }
    f = ours ? fn : "other libraries"; sub(/\047.*/, "", f)
    all[f] += $3; k = ours ? kind[at] : ""
    if (k ~ /f/) fma[f] += $3; if (k ~ /r/) read[f] += $3; if (k ~ /w/) write[f] += $3; if (k ~ /j/) jump[f] += $3 }
END {
    printf "%-22s %12s %9s %9s %9s %9s\n", "instructions an image", "all", "FMA", "reads", "writes", "jumps"
    sorted = "sort -t: -k2 -n -r"
    for (f in all) { t += all[f]; tf += fma[f]; tr += read[f]; tw += write[f]; tj += jump[f]
        if (all[f] >= 500 * images)
            printf "%-21s:%12.0f %9.0f %9.0f %9.0f %9.0f\n", f, all[f] / images, fma[f] / images, read[f] / images, write[f] / images, jump[f] / images | sorted }
    close(sorted)
    printf "%-22s %12.0f %9.0f %9.0f %9.0f %9.0f\n", "together", t / images, tf / images, tr / images, tw / images, tj / images
    printf "count.all\t%.0f\ncount.fma\t%.0f\ncount.reads\t%.0f\ncount.writes\t%.0f\ncount.jumps\t%.0f\n",
           t / images, tf / images, tr / images, tw / images, tj / images > out
    for (f in all) if (f != "other libraries" && all[f] >= 500 * images) printf "count.%s\t%.0f\n", f, all[f] / images > out
}' "$folder/kinds" "$folder/counts"
