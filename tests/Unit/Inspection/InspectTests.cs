using System.Text.Json.Nodes;
using BootstrapVz.Base.Architectures;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Cli.Building;
using BootstrapVz.Common.Inspection;
using BootstrapVz.Test.Unit.Cli;
using Xunit;

namespace BootstrapVz.Test.Unit.Inspection;

public sealed class InspectTests
{
    [Fact]
    public async Task Everything_of_an_image_is_told()
    {
        using var run = new CommandRun();
        await SmallImage.MakeAsync(run.Folder, "a.raw");

        var image = await new ImageInspector(ThisHost.Quiet, run.Folder).InspectAsync(Path.Combine(run.Folder, "a.raw"), default);

        Assert.Equal(("raw", 40L << 20, 40L << 20), (image.Format, image.Size, image.FileSize));
        Assert.InRange(image.AllocatedSize, 1, 10 << 20);
        Assert.Equal(new TableReport("gpt", "11111111-2222-3333-4444-555555555555"), image.Table);
        Assert.Equal(
            [
                "partition 1 1 1 BIOS boot bios 00000000-0000-0000-0000-000000000001 False data  ",
                "partition 2 2 16 EFI system esp 00000000-0000-0000-0000-000000000002 False vfat ESP 1A2B-3C4D",
                "partition 3 18 4 swap swap 00000000-0000-0000-0000-000000000003 False swap swap 00000000-0000-0000-0000-00000000000a",
                "partition 4 22 17 root (amd64) root 00000000-0000-0000-0000-000000000004 True ext4 root 00000000-0000-0000-0000-00000000000b",
            ],
            image.Partitions.Select(p => $"{p.Part} {p.Start >> 20} {p.Size >> 20} {p.Meaning} {p.Name} {p.Uuid} {p.Bootable} {p.Filesystem.Type} {p.Filesystem.Label} {p.Filesystem.Uuid}"));
        Assert.Equal(new BiosReport("GRUB", "partition 1"), image.Boot.Bios);
        Assert.Equal(
            [
                "partition 2 /EFI/BOOT/BOOTX64.EFI amd64 True True Somebody",
                "partition 2 /EFI/BOOT/grubaa64.efi arm64 False False ",
                "partition 2 /EFI/Linux/debian.efi amd64 False False ",
            ],
            image.Boot.Efi.Select(e => $"{e.Part} {e.Path} {e.Architecture} {e.Removable} {e.HasSignature} {string.Join(',', e.Certificates)}"));
        Assert.Equal([new("/boot/vmlinuz-6.12.1-amd64", "/boot/initrd.img-6.12.1-amd64"), new KernelReport("/boot/vmlinuz-6.12.2-amd64", null)], image.Boot.Kernels);
        Assert.Equal(
            [
                new("/boot/efi/EFI/Linux/debian.efi", "root=LABEL=root quiet"),
                new("/boot/grub/grub.cfg", "root=UUID=b ro console=ttyS0"),
                new BootEntry("/boot/loader/entries/debian-6.12.conf", "root=new rw"),
            ],
            image.Boot.Entries);
        Assert.Equal(new SystemReport("Debian GNU/Linux 13 (trixie)", "trixie", "amd64"), image.System);
        Assert.Equal([new("adduser", "3.152", "all"), new Base.Tasks.InstalledPackage("dpkg", "1.22.21", "amd64")], image.Packages);
    }

    [Fact]
    public async Task The_machine_of_an_image_is_found_by_what_starts_it()
    {
        using var run = new CommandRun();
        await SmallImage.MakeAsync(run.Folder, "a.raw");
        var path = Path.Combine(run.Folder, "a.raw");
        Task<ImageMachine> FindAsync() => ImageMachine.FindAsync(ThisHost.Quiet, path, run.Folder, default);
        Assert.Equal(new(ArchitectureTable.Amd64, Firmware.Bios), await FindAsync());

        await using (var file = File.OpenWrite(path))
            file.Write(new byte[440]);
        Assert.Equal(new(ArchitectureTable.Amd64, Firmware.Uefi), await FindAsync());

        await ThisHost.Quiet.RunAsync(new("mdeltree", "-i", $"{path}@@{2 << 20}", "::EFI") { Environment = new Dictionary<string, string?> { ["MTOOLS_SKIP_CHECK"] = "1" } }, default);
        await ThisHost.Quiet.RunAsync(new("sfdisk", "--quiet", "--part-type", path, "4", "B921B045-1DF0-41C3-AF44-4C6F280D3FAE"), default);
        Assert.Equal(new(ArchitectureTable.Arm64, Firmware.Bios), await FindAsync());

        await ThisHost.Quiet.RunAsync(new("sfdisk", "--quiet", "--part-type", path, "4", "0FC63DAF-8483-4772-8E79-3D69D8477DE4"), default);
        Assert.Equal(new(ArchitectureTable.Amd64, Firmware.Bios), await FindAsync());
    }

    [Fact]
    public async Task Space_is_what_the_filesystems_own_tools_say()
    {
        using var run = new CommandRun();
        await SmallImage.MakeAsync(run.Folder, "a.raw");
        var image = await new ImageInspector(ThisHost.Quiet, run.Folder).InspectAsync(Path.Combine(run.Folder, "a.raw"), default);
        var path = Path.Combine(run.Folder, "a.raw");

        var facts = (await ThisHost.Quiet.RunAsync(new("dumpe2fs", "-h", $"{path}?offset={22 << 20}"), default)).Lines
            .Where(l => l.Contains(':')).ToLookup(l => l.Split(':')[0], l => l.Split(':')[1].Trim());
        var (blocks, free) = (long.Parse(facts["Block count"].First()), long.Parse(facts["Free blocks"].First()));
        Assert.Equal(((blocks - free) * 4096, free * 4096), (image.Partitions[3].Filesystem.Used, image.Partitions[3].Filesystem.Free));

        var listing = await ThisHost.Quiet.RunAsync(new("mdir", "-i", $"{path}@@{2 << 20}", "::") { Environment = new Dictionary<string, string?> { ["MTOOLS_SKIP_CHECK"] = "1" } }, default);
        var told = listing.Lines.Single(l => l.Contains("bytes free"));
        Assert.Equal(image.Partitions[1].Filesystem.Free, long.Parse(string.Concat(told.Where(char.IsAsciiDigit))));
        Assert.Null(image.Partitions[2].Filesystem.Free);
    }

    [Fact]
    public async Task It_is_printed_for_people_and_for_programs()
    {
        using var run = new CommandRun();
        await SmallImage.MakeAsync(run.Folder, "a.raw");

        Assert.Equal(0, await run.RunAsync("inspect a.raw --format json"));
        var json = JsonNode.Parse(run.Out.ToString())!;
        Assert.Equal("EFI system", (string)json["partitions"]![1]!["meaning"]!);
        Assert.Equal("dpkg", (string)json["packages"]![1]!["name"]!);
        Assert.Null(json["partitions"]![2]!["filesystem"]!["used"]);
        run.Out.GetStringBuilder().Clear();

        Assert.Equal(0, await run.RunAsync("inspect a.raw"));
        foreach (var line in (string[])
            [
                "table    gpt 11111111-2222-3333-4444-555555555555",
                "system   Debian GNU/Linux 13 (trixie), amd64",
                "bios     GRUB, goes on in partition 1",
                "uefi     partition 2 /EFI/BOOT/BOOTX64.EFI, amd64, removable path, signed: Somebody",
                "uefi     partition 2 /EFI/BOOT/grubaa64.efi, arm64, not signed",
                "kernel   /boot/vmlinuz-6.12.2-amd64, no initramfs",
                "default  /boot/grub/grub.cfg: root=UUID=b ro console=ttyS0",
                "2 packages",
                "  adduser 3.152 all",
            ])
        {
            Assert.Contains(line, run.Out.ToString().Split('\n'));
        }
    }

    [Fact]
    public async Task A_filesystem_without_a_table_and_one_that_cannot_be_looked_into_are_told()
    {
        using var run = new CommandRun();
        var image = Path.Combine(run.Folder, "b.raw");
        await File.WriteAllBytesAsync(image, Superblock("hsqs"u8, 0, 8 << 20));
        Assert.Equal(0, await run.RunAsync("inspect b.raw"));
        Assert.Contains("table    none", run.Out.ToString(), StringComparison.Ordinal);
        Assert.Contains("not looked into: disk, squashfs", run.Out.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("packages", run.Out.ToString(), StringComparison.Ordinal);

        Assert.Equal(2, await run.RunAsync("inspect nothing.raw"));
        Assert.Contains("nothing.raw' cannot be read", run.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("swap", 4086, "SWAPSPACE2", 1036)]
    [InlineData("xfs", 0, "XFSB", 32)]
    [InlineData("btrfs", 0x10040, "_BHRfS_M", 0x10020)]
    [InlineData("erofs", 1024, "\u00e2\u00e1\u00f5\u00e0", 1072)]
    [InlineData("DM_verity_hash", 0, "verity\0\0", 16)]
    public void Other_formats_are_known_by_their_superblock(string type, int place, string mark, int uuid)
    {
        var bytes = Superblock([.. mark.Select(c => (byte)c)], place, 1 << 20);
        for (var i = 0; i < 16; i++)
            bytes[uuid + i] = (byte)(0xa0 + i);
        var filesystem = FilesystemProbe.Open(new Comparison.MemoryBytes(bytes));
        Assert.Equal((type, "a0a1a2a3-a4a5-a6a7-a8a9-aaabacadaeaf"), (filesystem.Type, filesystem.Uuid));
        Assert.Null(filesystem.Files);
    }

    private static byte[] Superblock(ReadOnlySpan<byte> mark, int place, int size)
    {
        var bytes = new byte[size];
        mark.CopyTo(bytes.AsSpan(place));
        return bytes;
    }
}
