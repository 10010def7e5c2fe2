using System.Net.Sockets;

namespace BootstrapVz.Test.Integration.Volumes;

/// <summary>A tree with everything that is hard to keep, and how it reads.</summary>
internal static class ManyKinds
{
    // Everything find(1) knows but the inode's number, times that only the filesystem sets, and what filesystems count in their own way.
    private const string Facts = "%P|%y|%m|%U|%G|%Ts|%l|";

    // As bash reads it.
    private const string Script = """
        set -eu
        umask 022
        mkdir -p many/leaf many/node many/block empty 'ein Ordner/mit Ümläuten' deep/deep/deep/deep
        for n in $(seq 60); do echo $n > many/block/file-$n; done
        for n in $(seq 300); do echo $n > many/leaf/a-name-that-takes-some-room-$n; done
        for n in $(seq 2500); do : > many/node/file-$n; done
        echo text > 'ein Ordner/mit Ümläuten/Datei mit Leerzeichen'
        echo text > 'ein Ordner/ends with space '
        printf 'x%.0s' $(seq 255) > name; mv name "$(printf 'n%.0s' $(seq 255))"
        : > nothing
        head -c 4096 /dev/zero | tr '\0' a > one-block
        head -c 4097 /dev/zero | tr '\0' b > one-block-and-a-byte
        head -c 3000000 /dev/urandom > random
        truncate --size=40M holes
        for n in $(seq 0 39); do printf $n | dd of=holes bs=1 seek=$((n * 1048576 + n)) conv=notrunc status=none; done
        echo linked > first; ln first second; ln first deep/third; ln 'ein Ordner/ends with space ' 'deep/a link'
        ln -s first short
        ln -s "$(printf '/long%.0s' $(seq 60))" long
        ln -s "$(printf '/longer%.0s' $(seq 140))" longer
        mkfifo pipe
        echo program > setuid; chmod 4755 setuid; echo program > setgid; chmod 2710 setgid
        mkdir sticky; chmod 1777 sticky
        echo owned > owned; chown 1234:4321 owned; chown -h 7:8 short
        echo capable > capable; setcap cap_net_raw,cap_net_admin+ep capable
        echo user > user-attribute; setfattr -n user.comment -v 'some value' user-attribute
        setfattr -n user.large -v "$(printf 'v%.0s' $(seq 1500))" user-attribute
        setfattr -n user.one -v 1 many/node; setfattr -n user.one -v 1 many/block; setfattr -n user.empty empty
        # Access lists as the kernel takes them (posix_acl_xattr.h): a user and a group besides the owners.
        echo listed > listed; setfattr -n system.posix_acl_access -v 0x0200000001000600ffffffff020006002100000004000400ffffffff080004002c00000010000600ffffffff20000400ffffffff listed
        mkdir inherited; setfattr -n system.posix_acl_default -v 0x0200000001000700ffffffff020007002100000004000500ffffffff080005002c00000010000700ffffffff20000500ffffffff inherited
        mkdir dev; mknod dev/null c 1 3; mknod dev/disk b 259 70000; mknod dev/wide c 511 5
        find . -exec touch -h -d '2020-05-05 05:05:05 UTC' {} +
        touch -d '2001-02-03 04:05:06 UTC' one-block; touch -h -d '1999-01-01 UTC' long; touch -d '2010-10-10 UTC' many/leaf empty
        """;

    private const string Huge = """
        # Nearly all of it is a hole.
        truncate --size=5G huge
        printf start | dd of=huge conv=notrunc status=none
        printf end | dd of=huge bs=1 seek=4800000000 conv=notrunc status=none
        """;

    /// <summary>Makes the tree.</summary>
    /// <param name="bench">Where.</param>
    public static async Task FillAsync(Workbench bench)
    {
        var root = bench.Root.HostPath;
        await bench.RunAsync("bash", "-c", $"cd '{root}'\n{Huge}\n{Script}");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(root + "/s"));
        await bench.RunAsync("touch", "-d", "2020-05-05 UTC", root + "/s", root);
    }

    /// <summary>Everything about a tree that a filesystem has to keep, as text.</summary>
    public static Task<string> ReadAsync(Workbench bench, string folder) => bench.RunAsync("bash", "-c", $$"""
        set -eu; cd '{{folder}}'
        export LC_ALL=C
        {
            find . -mindepth 1 -name lost+found -prune -o -type d -printf '{{Facts}}\n' -o \( -type c -o -type b \) -printf '{{Facts}}%n|' -exec stat -c '%t:%T' {} \; -o -printf '{{Facts}}%n|%s\n' | sort
            find . -type f -not -name huge -exec sha256sum {} + | sort
            # The rest of this one is holes, or it would take more blocks.
            [ ! -e huge ] || { head -c 100 huge | sha256sum; dd if=huge bs=1 skip=4800000000 count=100 status=none | sha256sum; test "$(stat -c %b huge)" -lt 100; }
            find . -mindepth 1 -name lost+found -prune -o -print0 | sort -z | xargs -0 getfattr --absolute-names -h -d -e hex -m - | grep -v '^trusted.SGI_ACL_'
            # Above, xfs shows access lists a second time, in its own form.
            find . -type f -links +1 -printf '%i %P\n' | sort | awk '{ if ($1 == last) print "same as the one before"; last = $1; sub(/^[0-9]+ /, ""); print }' | sort
        } 2>&1
        """);
}
