using System.Diagnostics;
using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;

namespace BootstrapVz.Test.Integration.Builds;

/// <summary>Everything in the filesystem of an image without partitions: one line per path with kind, mode, owner, target, xattrs and a hash of its content.</summary>
internal static class TreeListing
{
    // Tests that run beside this one take loop devices too: one that was free a moment ago may be gone.
    private const string Pack = """
        tries=0
        until mount -o ro,loop,noload "$1" "$2"; do
            tries=$((tries + 1))
            [ "$tries" -lt 20 ] || exit 1
            sleep 0.5
        done
        exec tar --create --format=posix --numeric-owner --sort=name --xattrs --xattrs-include='*' -C "$2" .
        """;

    public static async Task<IReadOnlyList<string>> OfAsync(string image, string mountPoint)
    {
        Directory.CreateDirectory(mountPoint);
        var start = new ProcessStartInfo("unshare", ["--mount", "sh", "-c", Pack, "sh", image, mountPoint]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var tar = Process.Start(start)!;
        var lines = new List<string>();
        await using (var reader = new TarReader(tar.StandardOutput.BaseStream, leaveOpen: true))
        {
            while (await reader.GetNextEntryAsync() is { } entry)
                lines.Add(await LineAsync(entry));
        }

        // Behind the last entry tar fills up its record; it would fail if nobody took that.
        await tar.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        await tar.WaitForExitAsync();
        return tar.ExitCode == 0 ? lines : throw new InvalidOperationException($"'{image}' cannot be read");
    }

    private static async Task<string> LineAsync(TarEntry entry)
    {
        var text = new StringBuilder($"{entry.Name} {entry.EntryType} {Convert.ToString((int)entry.Mode, 8)} {entry.Uid}:{entry.Gid}");
        if (entry.LinkName is { Length: > 0 } target)
            text.Append(" -> ").Append(target);
        if (entry is PaxTarEntry { EntryType: TarEntryType.BlockDevice or TarEntryType.CharacterDevice } device)
            text.Append($" {device.DeviceMajor},{device.DeviceMinor}");
        if (entry is PaxTarEntry pax)
        {
            foreach (var (name, value) in pax.ExtendedAttributes.Where(a => a.Key.StartsWith("SCHILY.xattr.", StringComparison.Ordinal)).OrderBy(a => a.Key, StringComparer.Ordinal))
                text.Append($" {name["SCHILY.xattr.".Length..]}={Convert.ToHexStringLower(Encoding.UTF8.GetBytes(value))}");
        }

        if (entry.DataStream is { } content)
            text.Append(' ').Append(Convert.ToHexStringLower(await SHA256.HashDataAsync(content)));
        return text.ToString();
    }
}
