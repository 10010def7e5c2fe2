using System.Globalization;
using System.Text;

namespace BootstrapVz.Test.Testing;

/// <summary>Manifests with layouts nobody would think of, the same one for the same seed. Most can be made, some cannot.</summary>
public static class RandomManifests
{
    /// <summary>What opens every container there is.</summary>
    public const string Secret = "s3cret";

    private const string Encrypted = $"      encryption: {{key: {Secret}}}\n";

    private static readonly string[] Filesystems = ["ext2", "ext3", "ext4", "ext4", "xfs", "btrfs", "vfat"];
    private static readonly string[] MountPoints = ["boot", "var", "var/tmp", "var/log", "home", "srv", "srv/data", "opt", "usr/local", "tmp", "data", "a/b/c"];
    private static readonly string[] WrongKeys = ["/var", "a//b", "a/../b", "\"a b\"", "x/"];

    public static string Text(int seed)
    {
        var random = new Random(seed);
        var type = Pick(random, "gpt", "gpt", "msdos", "msdos", "none");
        var bootloader = type == "none" ? "none" : Pick(random, "grub", "grub", "none", "extlinux");
        var firmware = bootloader == "grub" && Chance(random, 4) ? $"\n  firmware: {(type == "gpt" ? Pick(random, "bios", "uefi", "both") : Pick(random, "bios", "bios", "uefi"))}" : "";
        var text = new StringBuilder($"""
            name: random
            provider:
              name: box
            system:
              release: trixie
              architecture: {(Chance(random, 10) ? "arm64" : "amd64")}
              bootloader: {bootloader}{firmware}
              charmap: UTF-8
              locale: C
              timezone: UTC
            volume:
              backing: raw{(Chance(random, 5) ? $"\n  size: {random.Next(1, 6)}GiB" : "")}{(Chance(random, 12) ? "\n  swap_file: 20MiB" : "")}
              partitions:
                type: {type}

            """);
        var keys = type == "none" && !Chance(random, 10) ? [] : MountPoints.OrderBy(_ => random.Next()).Take(random.Next(0, 9)).ToList();
        var all = keys.Append("root").OrderBy(_ => random.Next()).ToList();
        var inGroup = type != "none" && Chance(random, 5) ? random.Next(1, 4) : 0;
        foreach (var key in all.Skip(inGroup))
            Append(text, random, key, key == "root" ? Pick(random, Filesystems[..6]) : Pick(random, Filesystems));
        if (inGroup > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"    pv:\n      size: {(Chance(random, 4) ? "1GiB" : "auto")}\n{(Chance(random, 9) ? Encrypted : "")}      lvm:\n        group: vg\n        volumes:\n");
            foreach (var key in all.Take(inGroup))
                Append(text, random, key, key == "root" ? Pick(random, Filesystems[..6]) : Pick(random, Filesystems), "          ");
        }

        if (type != "none" && Chance(random, 2))
            text.Append(CultureInfo.InvariantCulture, $"    swap: {{size: {random.Next(1, 100)}MiB}}\n");
        if (type == "gpt" && Chance(random, 5))
            text.Append(CultureInfo.InvariantCulture, $"    esp: {{size: {random.Next(16, 320)}MiB}}\n");
        if (type != "none" && Chance(random, 6))
            text.Append(CultureInfo.InvariantCulture, $"    spare: {{filesystem: none, size: {random.Next(1, 9)}MiB}}\n");
        if (Chance(random, 8))
            Append(text, random, Pick(random, WrongKeys), "ext4");
        return text.ToString();
    }

    private static void Append(StringBuilder text, Random random, string key, string filesystem, string indent = "    ")
    {
        var least = filesystem switch { "xfs" => 300, "btrfs" => 130, "vfat" => 9, _ => 8 } + (key == "root" ? 90 : 0);
        var size = random.Next(40) switch
        {
            0 => "1500KiB",
            1 => "1MiB",
            2 => "0B",
            < 8 => "auto",
            < 11 => string.Create(CultureInfo.InvariantCulture, $"{random.Next(1, 60)}%"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{least + random.Next(200)}MiB"),
        };
        text.Append(CultureInfo.InvariantCulture, $"{indent}{key}:\n{indent}  filesystem: {filesystem}\n{indent}  size: {size}\n");
        if (Chance(random, 10))
            text.Append(CultureInfo.InvariantCulture, $"{indent}  label: label-{random.Next(100)}\n{indent}  uuid: {(filesystem == "vfat" ? $"{random.Next(1 << 16):X4}-0042" : $"0000{random.Next(1 << 16):x4}-1111-4222-8333-444444444444")}\n");
        if (Chance(random, 6))
            text.Append(CultureInfo.InvariantCulture, $"{indent}  mountopts: [noatime]\n");
        if (Chance(random, 25) && indent.Length == 4)
            text.Append(Encrypted);
    }

    private static bool Chance(Random random, int oneIn) => random.Next(oneIn) == 0;

    private static string Pick(Random random, params string[] words) => words[random.Next(words.Length)];
}
