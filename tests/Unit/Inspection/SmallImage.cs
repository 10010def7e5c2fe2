using BootstrapVz.Base.Hosts;
using BootstrapVz.Cli.Building;
using Xunit;

namespace BootstrapVz.Test.Unit.Inspection;

/// <summary>An image put together with Debian's tools alone.</summary>
internal static class SmallImage
{
    private const int MiB = 1 << 20;

    public const string Status = """
        Package: dpkg
        Status: install ok installed
        Architecture: amd64
        Version: 1.22.21

        Package: gone
        Status: deinstall ok config-files
        Architecture: all
        Version: 1

        Package: adduser
        Status: install ok installed
        Architecture: all
        Version: 3.152

        """;

    /// <summary>BIOS boot at 1 MiB, ESP at 2 MiB, swap at 18 MiB, root at 22 MiB, 40 MiB in all.</summary>
    public static async Task MakeAsync(string folder, string name)
    {
        foreach (var tool in (string[])["sfdisk", "mke2fs", "mkfs.vfat", "mcopy", "mkswap"])
            Assert.SkipWhen(ThisHost.Quiet.Find(tool) is null, $"'{tool}' is not installed");
        var image = Path.Combine(folder, name);
        await using (var file = File.Create(image))
            file.SetLength(40 * MiB);
        await RunAsync(new("sfdisk", "--quiet", image)
        {
            Input = """
                label: gpt
                label-id: 11111111-2222-3333-4444-555555555555
                start=1MiB, size=1MiB, type=21686148-6449-6E6F-744E-656564454649, uuid=00000000-0000-0000-0000-000000000001, name=bios
                start=2MiB, size=16MiB, type=C12A7328-F81F-11D2-BA4B-00A0C93EC93B, uuid=00000000-0000-0000-0000-000000000002, name=esp
                start=18MiB, size=4MiB, type=0657FD6D-A4AB-43C4-84E5-0933C84B4F4F, uuid=00000000-0000-0000-0000-000000000003, name=swap
                start=22MiB, size=17MiB, type=4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709, uuid=00000000-0000-0000-0000-000000000004, name=root, attrs=LegacyBIOSBootable
                """,
        });
        await BootCodeAsync(image);
        await EspAsync(folder, image);
        await SwapAsync(folder, image);
        await RootAsync(folder, image);
    }

    private static async Task BootCodeAsync(string image)
    {
        await using var file = File.OpenWrite(image);
        file.Position = 0x5c;
        file.Write(BitConverter.GetBytes(2048L));
        file.Position = 0x180;
        file.Write("GRUB "u8);
    }

    private static async Task SwapAsync(string folder, string image)
    {
        var swap = Path.Combine(folder, "swap");
        await File.WriteAllBytesAsync(swap, new byte[4 * MiB]);
        await RunAsync(new("mkswap", "--label", "swap", "--uuid", "00000000-0000-0000-0000-00000000000a", swap));
        await using var file = File.OpenWrite(image);
        file.Position = 18 * MiB;
        await file.WriteAsync(await File.ReadAllBytesAsync(swap));
    }

    private static async Task EspAsync(string folder, string image)
    {
        await RunAsync(new("mkfs.vfat", "-F", "16", "-n", "ESP", "-i", "1a2b3c4d", "--offset", $"{2 * MiB / 512}", image, $"{16 * 1024}"));
        var boot = Directory.CreateDirectory(Path.Combine(folder, "esp/EFI/BOOT")).FullName;
        await File.WriteAllBytesAsync(boot + "/BOOTX64.EFI", PeBuilder.Make(0x8664, signer: "Somebody"));
        await File.WriteAllBytesAsync(boot + "/grubaa64.efi", PeBuilder.Make(0xaa64));
        await File.WriteAllTextAsync(boot + "/broken.efi", "no program");
        var unified = Directory.CreateDirectory(Path.Combine(folder, "esp/EFI/Linux")).FullName;
        await File.WriteAllBytesAsync(unified + "/debian.efi", PeBuilder.Make(0x8664, commandLine: "root=LABEL=root quiet"));
        await RunAsync(new("mcopy", "-i", $"{image}@@{2 * MiB}", "-s", Path.Combine(folder, "esp/EFI"), "::") { Environment = new Dictionary<string, string?> { ["MTOOLS_SKIP_CHECK"] = "1" } });
    }

    private static async Task RootAsync(string folder, string image)
    {
        var root = Path.Combine(folder, "root");
        foreach (var (path, text) in new Dictionary<string, string>
        {
            ["etc/fstab"] = "UUID=00000000-0000-0000-0000-00000000000b / ext4 defaults 0 1\nUUID=1A2B-3C4D /boot/efi vfat umask=077 0 1\n",
            ["usr/lib/os-release"] = "PRETTY_NAME=\"Debian GNU/Linux 13 (trixie)\"\nVERSION_CODENAME=trixie\n",
            ["var/lib/dpkg/status"] = Status,
            ["boot/vmlinuz-6.12.1-amd64"] = "kernel",
            ["boot/initrd.img-6.12.1-amd64"] = "initramfs",
            ["boot/vmlinuz-6.12.2-amd64"] = "kernel",
            ["boot/grub/grub.cfg"] = "set default=\"0\"\nmenuentry 'Debian' {\n\tlinux\t/boot/vmlinuz-6.12.1-amd64 root=UUID=b ro  console=ttyS0\n}\nmenuentry 'x' {\n\tlinux /b single\n}\n",
            ["boot/loader/entries/debian-6.9.conf"] = "title old\noptions root=old\n",
            ["boot/loader/entries/debian-6.12.conf"] = "title new\noptions root=new rw\n",
        })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, path))!);
            await File.WriteAllTextAsync(Path.Combine(root, path), text);
        }

        File.CreateSymbolicLink(Path.Combine(root, "etc/os-release"), "../usr/lib/os-release");
        await RunAsync(new("mke2fs", "-q", "-F", "-t", "ext4", "-b", "4096", "-L", "root", "-U", "00000000-0000-0000-0000-00000000000b", "-E", $"offset={22 * MiB}", "-d", root, image, "17M"));
    }

    private static Task<CommandResult> RunAsync(Command command) => ThisHost.Quiet.RunAsync(command, default);
}
