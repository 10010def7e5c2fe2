using BootstrapVz.Base.Roots;
using BootstrapVz.Test.Testing;

namespace BootstrapVz.Test.Integration.Volumes;

/// <summary>A small tree with one of everything.</summary>
internal static class SampleTree
{
    public static void Fill(RootFs root)
    {
        foreach (var folder in (string[])["/boot/grub/i386-pc", "/boot/efi", "/boot/extlinux", "/usr/bin", "/usr/lib/EXTLINUX", "/etc", "/usr", "/var/tmp", "/data"])
            root.CreateDirectory(folder);
        // In place of GRUB's and extlinux's: what they do is a matter of boot tests.
        Write(root, "/boot/grub/i386-pc/boot.img", new byte[512]);
        Write(root, "/boot/grub/i386-pc/core.img", new byte[30_000]);
        Write(root, "/usr/bin/extlinux", ExtlinuxSample.File(wide: true));
        Write(root, "/usr/lib/EXTLINUX/mbr.bin", new byte[440]);
        Write(root, "/usr/lib/EXTLINUX/gptmbr.bin", new byte[440]);
        Write(root, "/boot/extlinux/ldlinux.sys", [.. ExtlinuxSample.Loader(), .. new byte[1024]]);
        Write(root, "/boot/vmlinuz", Enumerable.Range(0, 3 << 20).Select(n => (byte)(n * 31 >> 3)).ToArray());
        Write(root, "/etc/name with spaces and ü", "text"u8.ToArray());
        Write(root, "/usr/first", "linked"u8.ToArray());
        Write(root, "/usr/ping", "program"u8.ToArray());
        Write(root, "/usr/owned", "theirs"u8.ToArray());
        Write(root, "/data/file", "on fat"u8.ToArray());
        Write(root, "/var/tmp/kept", "kept"u8.ToArray());
        root.CreateLink("/usr/short", "first");
        root.CreateLink("/usr/long", "/" + string.Join('/', Enumerable.Repeat("deep", 40)));
        Run("ln", root.HostPath + "/usr/first", root.HostPath + "/usr/second");
        Run("chown", "7:8", root.HostPath + "/usr/owned");
        Run("truncate", "--size=10M", root.HostPath + "/var/sparse");
        using var sparse = File.OpenHandle(root.HostPath + "/var/sparse", FileMode.Open, FileAccess.Write);
        RandomAccess.Write(sparse, "end"u8, 5 << 20);
    }

    private static void Write(RootFs root, string path, byte[] content) => File.WriteAllBytes(root.Resolve(path), content);

    private static void Run(string program, params string[] arguments) => System.Diagnostics.Process.Start(program, arguments).WaitForExit();
}
