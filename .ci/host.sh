# shellcheck shell=sh
# Functions that ./bootstrap-vz and ./test share.

# require CHECKOUT FEATURE...: everything the features need is there, or is installed when this is root.
require() {
    _list=$1/src/Base/Hosts/requirements.txt
    shift
    _features=" $* "
    _packages=
    while read -r _feature _program _package _; do
        case $_feature in '' | '#'*) continue ;; esac
        case $_features in *" $_feature "*) ;; *) continue ;; esac
        has "$_program" && continue
        case " $_packages " in *" $_package "*) continue ;; esac
        _packages="$_packages $_package"
    done < "$_list"
    [ -n "$_packages" ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        echo "this host lacks packages; install them with:" >&2
        echo "  sudo apt-get install --no-install-recommends$_packages" >&2
        return 0
    fi
    echo "installing$_packages" >&2
    # shellcheck disable=SC2086 # one word per package
    apt_install $_packages || { apt-get update -qq > /dev/null && apt_install $_packages; }
}

apt_install() {
    DEBIAN_FRONTEND=noninteractive apt-get install --yes -qq --no-install-recommends -o Dpkg::Use-Pty=0 "$@" > /dev/null
}

# has PROGRAM|FILE
has() {
    case $1 in
        /*) [ -e "$1" ] ;;
        *) PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin command -v "$1" > /dev/null ;;
    esac
}

# newer_sources CHECKOUT STAMP: a source that is newer than the stamp; a folder is newer when something in it was deleted.
newer_sources() {
    find "$1/src" "$1/global.json" "$1/Directory.Build.props" "$1/Directory.Packages.props" -newer "$2" -print -quit
}

# publish CHECKOUT FOLDER: builds the program into a folder that appears when all of it is there.
publish() {
    has dotnet || {
        echo "the .NET 10 SDK is missing; see https://learn.microsoft.com/dotnet/core/install/linux-debian"
        return 4
    }
    mkdir -p "$1/artifacts"
    _new=$2.new.$$
    _stamp=$1/artifacts/.started.$$
    (
        flock 9
        [ -e "$2/.built" ] && [ -z "$(newer_sources "$1" "$2/.built")" ] && exit 0
        echo "building bootstrap-vz, once"
        # The stamp is as old as the moment the sources were read from.
        : > "$_stamp"
        dotnet publish "$1/src/Cli" --configuration Release --output "$_new" --nologo --verbosity quiet \
            -p:RestoreLockedMode=true -p:DebugType=embedded -p:UseSharedCompilation=false -nodeReuse:false || {
            rm -rf "$_new" "$_stamp"
            exit 1
        }
        mv "$_stamp" "$_new/.built"
        # What runs from the old folder goes on with it until the next time.
        rm -rf "$2.old"
        [ ! -e "$2" ] || mv "$2" "$2.old"
        mv "$_new" "$2"
    ) 9> "$1/artifacts/.publish.lock"
}
