#!/bin/sh
# What the project needs from the system, and how to get it.
#
#   deps.sh install [TARGET...]    installs what is missing, or prints what to install
#   deps.sh missing [TARGET...]    prints one line if something that TARGET needs is missing
#
# Installs with apt, as root or by sudo; elsewhere it prints the names of the packages. It does
# nothing where everything is there. `make deps` and the first line of every `make` call it.
#
# One line a package:
#   who needs it: all; book, check, pdf ... (a target of make); extra: everything works without;
#     extra:TARGET: that target works without, but tests less
#   what shows that it is there: a command, a header, or a file (with * for any name)
#   its name in Debian, Fedora, Arch, Homebrew; - where there is none
# Only Debian's names (12, bookworm) have been tried.
set -f
packages='
all   gcc                           gcc                      gcc                 gcc               gcc
book  pandoc                        pandoc                   pandoc              pandoc-cli        pandoc
book  gnuplot                       gnuplot-nox              gnuplot             gnuplot           gnuplot
all   zlib.h                        zlib1g-dev               zlib-devel          zlib              zlib
check clang                         clang                    clang               clang             llvm
check criterion/criterion.h         libcriterion-dev         -                   criterion         criterion
check clang-format                  clang-format             clang-tools-extra   clang             clang-format
check clang-tidy                    clang-tidy               clang-tools-extra   clang             llvm
check cppcheck                      cppcheck                 cppcheck            cppcheck          cppcheck
check gcovr                         gcovr                    gcovr               gcovr             gcovr
grade seccomp.h                     libseccomp-dev           libseccomp-devel    libseccomp        -
grade archive.h                     libarchive-dev           libarchive-devel    libarchive        libarchive
grade jansson.h                     libjansson-dev           jansson-devel       jansson           jansson
grade bwrap                         bubblewrap               bubblewrap          bubblewrap        -
check xmllint                       libxml2-utils            libxml2             libxml2           libxml2
check zip                           zip                      zip                 zip               zip
check unzip                         unzip                    unzip               unzip             unzip
check zstd                          zstd                     zstd                zstd              zstd
check pgrep                         procps                   procps-ng           procps-ng         -
check parallel                      parallel                 parallel            parallel          parallel
extra:check-grade slurmctld         slurm-wlm                slurm-slurmctld     slurm-llnl        -
extra:check-grade munged            munge                    munge               munge             -
extra pkg-config                    pkg-config               pkgconf-pkg-config  pkgconf           pkgconf
extra rsvg-convert                  librsvg2-bin             librsvg2-tools      librsvg           librsvg
extra cblas.h                       libopenblas-dev          openblas-devel      openblas          openblas
extra /usr/share/datasets/fashion*  dataset-fashion-mnist    -                   -                 -
extra clang                         clang                    clang               clang             llvm
extra wasm-ld                       lld                      lld                 lld               lld
extra /usr/include/wasm32-wasi      wasi-libc                wasi-libc-devel     wasi-libc         wasi-libc
extra /usr/lib/llvm-*/lib/clang/*/lib/wasi libclang-rt-dev-wasm32    -           wasi-compiler-rt  wasi-runtimes
extra npm                           npm                      nodejs-npm          npm               node
pdf   lualatex                      texlive-luatex           texlive-scheme-medium texlive-luatex  texlive
pdf   /usr/share/texlive/texmf-dist/tex/latex/koma-script texlive-latex-recommended - texlive-latexrecommended -
pdf   /usr/share/texlive/texmf-dist/tex/latex/tcolorbox   texlive-latex-extra       - texlive-latexextra       -
pdf   /usr/share/texmf/fonts/opentype/public/tex-gyre*    fonts-texgyre             - tex-gyre-fonts           -
pdf   /usr/share/texmf/fonts/opentype/public/tex-gyre-math* fonts-texgyre-math      - -                        -
pdf   /usr/share/fonts/*/inconsolata                      fonts-inconsolata         - ttf-inconsolata          -
epub  zip                           zip                      zip                 zip               zip
epub  unzip                         unzip                    unzip               unzip             unzip
check-print pdfinfo                 poppler-utils            poppler-utils       poppler           poppler
check-print /usr/share/java/epubcheck.jar epubcheck          epubcheck           epubcheck         epubcheck
check-print chromium                chromium                 chromium            chromium          chromium
check-print npm                     npm                      nodejs-npm          npm               node
check-print criterion/criterion.h   libcriterion-dev         -                   criterion         criterion
check-pages chromium                chromium                 chromium            chromium          chromium
check-pages npm                     npm                      nodejs-npm          npm               node
check-pages java                    default-jre-headless     java-latest-openjdk-headless jre-openjdk-headless openjdk
check-pages hunspell                hunspell                 hunspell            hunspell          hunspell
check-pages /usr/share/hunspell/en_US.dic hunspell-en-us     hunspell-en-US      hunspell-en_us    -
'

is_there() {
    case $1 in
    /*) set +f; for file in $1; do set -f; [ -e "$file" ] && return 0; done; set -f; return 1 ;;
    *.h) for folder in /usr/include /usr/local/include /opt/homebrew/include \
             /usr/include/openblas "/usr/include/$(uname -m)-linux-gnu"; do
             [ -e "$folder/$1" ] && return 0
         done; return 1 ;;
    *) command -v "$1" >/dev/null 2>&1 ;;
    esac
}

# wanted WHO TARGET...: is a package of WHO needed for these targets?
wanted() {
    who=$1; shift
    [ "$who" = all ] && return 0
    for target in "${@:-book}"; do
        case $target:$who in
        "$who:$who" | epub:book | pdf:book | check-print:book | check-print:pdf | check-print:epub | accept:book | all:book | check-pages:book) return 0 ;;
        check:book | check:grade | check:check-grade | check-grade:grade | check-grade:check | gate:grade | test:check | coverage:check | lint:check | exercises:grade) return 0 ;;
        esac
    done
    return 1
}

# The names in column $1 (3 Debian, 4 Fedora, 5 Arch, 6 Homebrew) of what is not there; with
# "extra" as $2 also of what nothing needs.
absent() {
    column=$1 extra=$2; shift 2
    echo "$packages" | while read -r who shows debian fedora arch brew; do
        [ -n "$who" ] || continue
        case $who in
        extra) [ -n "$extra" ] || continue ;;
        extra:*) [ -n "$extra" ] || continue; wanted "${who#extra:}" "$@" || continue ;;
        *) wanted "$who" "$@" || continue ;;
        esac
        is_there "$shows" && continue
        set -- "$@" # the targets stay as they are
        case $column in 3) echo "$debian" ;; 4) echo "$fedora" ;; 5) echo "$arch" ;; 6) echo "$brew" ;; esac
    done | grep -vx -e - | sort -u | tr '\n' ' '
}

mode=${1:-install}
[ $# -gt 0 ] && shift
if [ "$mode" = missing ]; then
    names=$(absent 3 "" "$@")
    [ -z "$names" ] || echo "missing: $names(names of Debian packages); \`make deps $*\` gets them"
    exit 0
fi

names=$(absent 3 extra "$@")
[ -n "$names" ] || exit 0
apt_as=
if ! command -v apt-get >/dev/null 2>&1; then
    echo "To install:"
    echo "  Fedora:   sudo dnf install $(absent 4 extra "$@")"
    echo "  Arch:     sudo pacman -S $(absent 5 extra "$@")"
    echo "  Homebrew: brew install $(absent 6 extra "$@")"
    echo "(Criterion is not in Fedora: https://github.com/Snaipe/Criterion. Without the images of"
    echo "Fashion-MNIST the book uses images that it draws itself; the grader needs Linux.)"
    exit 1
elif [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
        echo "To install, as root: apt-get install $names"
        exit 1
    fi
    apt_as=sudo
fi
echo "Installing: $names"
$apt_as apt-get update -q >/dev/null </dev/null || exit 1
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $apt_as apt-get install -y -q --no-install-recommends $names </dev/null >/dev/null
