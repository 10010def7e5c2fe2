using BootstrapVz.Base.Volumes;
using Xunit;

namespace BootstrapVz.Test.Boot;

/// <summary>Partition tables, root filesystems and firmwares in every combination that exists. Tables run beside each other.</summary>
public abstract class LayoutTests(BuiltImages images)
{
    /// <summary>A machine is maintained under its first firmware; another starts afresh under the second, if the image has two.</summary>
    protected async Task IsMaintainedAsync(string manifest, string table, string filesystem, string firmware)
    {
        var image = await images.GetAsync(
            manifest, "volume.partitions.type=" + table, "volume.partitions.root.filesystem=" + filesystem, "system.firmware=" + firmware);
        var first = firmware == "uefi" ? Firmware.Uefi : Firmware.Bios;
        await using (var guest = await Guest.StartAsync(await images.OverlayAsync(image), first))
        {
            await GuestChecks.StartedWellAsync(guest, first);
            Assert.Equal($"{(table == "msdos" ? "dos" : table)} {filesystem}", await guest.RunAsync("echo $(lsblk --nodeps --noheadings --output PTTYPE /dev/vda) $(findmnt --noheadings --output FSTYPE /)"));
            await GuestChecks.InstallsPackagesAsync(guest);
            await GuestChecks.StartsAfterKernelAndBootLoaderAreInstalledAgainAsync(guest, first);
        }

        if (firmware != "both")
            return;
        await using var other = await Guest.StartAsync(image, Firmware.Uefi);
        await GuestChecks.StartedWellAsync(other, Firmware.Uefi);
    }
}

/// <summary>Images of trixie with a GPT.</summary>
[Trait("Set", "grid")]
public sealed class GptTests(BuiltImages images) : LayoutTests(images), IClassFixture<BuiltImages>
{
    public static MatrixTheoryData<string, string> Cells { get; } = new(["ext4", "xfs", "btrfs"], ["bios", "uefi", "both"]);

    [Theory]
    [MemberData(nameof(Cells))]
    public Task Root_on(string filesystem, string firmware) => IsMaintainedAsync("trixie", "gpt", filesystem, firmware);
}

/// <summary>Images of bookworm with an msdos table, which has no EFI system partition.</summary>
[Trait("Set", "grid")]
public sealed class MsdosTests(BuiltImages images) : LayoutTests(images), IClassFixture<BuiltImages>
{
    [Theory]
    [InlineData("ext4")]
    [InlineData("xfs")]
    [InlineData("btrfs")]
    public Task Root_on(string filesystem) => IsMaintainedAsync("bookworm", "msdos", filesystem, "bios");
}
