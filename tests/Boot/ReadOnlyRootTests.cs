using System.Globalization;
using System.Text.RegularExpressions;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Qemu;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Boot;

/// <summary>Machines whose root filesystem is never written to.</summary>
[Trait("Set", "grid")]
public sealed class ReadOnlyRootTests(BuiltImages images) : IClassFixture<BuiltImages>, IDisposable
{
    private const string Root = "4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709";

    private readonly ScratchSpace _space = new();

    [Fact]
    public async Task What_is_written_over_a_squashfs_stays_in_its_partition_and_the_machine_can_be_maintained()
    {
        var disk = await images.OverlayAsync(await images.GetAsync("trixie-squashfs"), "4G");
        IReadOnlyList<string> identity;
        await using (var guest = await Guest.StartAsync(disk, Firmware.Bios, writable: true))
        {
            await GuestChecks.StartedWellAsync(guest, Firmware.Bios);
            Assert.Equal("overlay squashfs ext4", await guest.RunAsync("echo $(for place in / /run/root/image /run/root/changes; do findmnt --noheadings --output FSTYPE $place; done)"));
            // It has grown with the disk.
            Assert.Equal("", await guest.RunAsync("test $(df --block-size=1M --output=size / | tail -1) -gt 2500"));
            identity = await GuestChecks.IdentityAsync(guest);
            await GuestChecks.InstallsPackagesAsync(guest);
            await GuestChecks.StartsAfterKernelAndBootLoaderAreInstalledAgainAsync(guest, Firmware.Bios);
            await guest.RunAsync("hello");
            await guest.PowerOffAsync();
        }

        await using var moved = await Guest.StartAsync(disk, Firmware.Uefi);
        await GuestChecks.StartedWellAsync(moved, Firmware.Uefi);
        Assert.Equal(identity, await GuestChecks.IdentityAsync(moved));
        await moved.RunAsync("hello && ! touch /run/root/image/x");
    }

    [Theory]
    [InlineData("trixie", "cloud", "overlay", "/etc /root /srv /usr /var")]
    [InlineData("bookworm", "generic", "state", "/etc /var")]
    public async Task What_is_written_over_an_erofs_is_gone_with_the_next_start(string release, string kernel, string writable, string folders)
    {
        var image = await images.GetAsync("trixie-systemd-boot", "system.release=" + release, "provider.kernel=" + kernel,
            "volume.partitions.root.filesystem=erofs", "volume.partitions.root.size=auto", "volume.partitions.root.writable=" + writable);
        await using var guest = await Guest.StartAsync(await images.OverlayAsync(image), Firmware.Uefi, writable: true);
        await GuestChecks.StartedWellAsync(guest, Firmware.Uefi);
        Assert.Contains("erofs ro,", await guest.RunAsync($"findmnt --noheadings --raw --output FSTYPE,OPTIONS {(writable == "state" ? "/" : "/run/root/image")}"));
        Assert.Equal(folders, await guest.RunAsync("echo $(for folder in /boot/efi /etc /root /srv /usr /var; do touch $folder/written 2>/dev/null && echo $folder; done)"));
        var identity = await GuestChecks.IdentityAsync(guest);
        await guest.RestartAsync();

        await GuestChecks.StartedWellAsync(guest, Firmware.Uefi);
        Assert.Equal("", await guest.RunAsync("ls /boot/efi/written /etc/written /root/written /srv/written /usr/written /var/written 2>/dev/null || true"));
        Assert.Empty((await GuestChecks.IdentityAsync(guest)).Intersect(identity));
    }

    [Fact]
    public async Task Firmware_verifies_the_unified_kernel_and_it_the_root_filesystem()
    {
        var key = new OwnKey(_space.Folder("keys"), "verified");
        var image = await images.SignedAsync("trixie-verity", key);
        var machine = new QemuOptions { Image = image, Firmware = Firmware.Uefi, SecureBoot = true, Trusted = key.CertificateFile };
        await using (var guest = await Guest.StartAsync(machine))
        {
            await GuestChecks.StartedWellAsync(guest, Firmware.Uefi);
            await GuestChecks.SecureBootIsEnforcedAsync(guest);
            Assert.Equal("/dev/mapper/root erofs", await guest.RunAsync("findmnt --noheadings --raw --output SOURCE,FSTYPE /run/root/image"));
            Assert.Matches("verified.*root hash: +[0-9a-f]{64}", (await guest.RunAsync("veritysetup status root")).Replace("\n", " "));
            Assert.Contains("/EFI/Linux/debian-", await guest.RunAsync("bootctl --no-pager status 2>&1 | grep Stub:"));
            await guest.RunAsync("cat /usr/bin/* >/dev/null && touch /root/written");
            await guest.RestartAsync();
            Assert.Equal("", await guest.RunAsync("ls /root/written 2>/dev/null || true"));
        }

        // The unified kernel is signed as it is, the root hash included.
        var changed = await images.RawCopyAsync(image);
        await EspFile.RunAsync("bash", "-c", $"LC_ALL=C grep --only-matching --byte-offset --binary --text 'roothash=' '{changed}' | cut -d: -f1 | while read place; do printf x | dd of='{changed}' bs=1 seek=$((place + 20)) conv=notrunc status=none; done");
        await Guest.AssertRefusedAsync(machine with { Image = changed }, new Regex("Security Policy Violation"));
    }

    [Fact]
    public async Task One_byte_that_differs_is_noticed()
    {
        var disk = await images.RawCopyAsync(await images.GetAsync("trixie-verity"));
        var root = await EspFile.StartAsync(disk, Root);
        await FlipByteAsync(disk, root + await PlaceAsync(disk, root, "/usr/share/common-licenses/GPL-3"));
        await using var guest = await Guest.StartAsync(disk, Firmware.Uefi);
        await guest.AssertHealthyAsync();
        Assert.Contains("Input/output error", await guest.RunAsync("cat /usr/share/common-licenses/GPL-3 2>&1 >/dev/null || true"));
        Assert.Contains("is corrupted", await guest.RunAsync("dmesg | grep verity"));
        await guest.RunAsync("cat /usr/share/common-licenses/GPL-2 >/dev/null");
    }

    // Where a file begins in the filesystem, which starts at a byte of the disk.
    private static async Task<long> PlaceAsync(string disk, long start, string path)
    {
        await EspFile.RunAsync("dd", $"if={disk}", $"of={disk}.root", "bs=1M", "iflag=skip_bytes", $"skip={start}", "status=none");
        var told = await EspFile.RunAsync("dump.erofs", "--path=" + path, "-e", disk + ".root");
        File.Delete(disk + ".root");
        return long.Parse(Regex.Match(told, @"\| +\d+ : +(\d+)\.\.").Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static async Task FlipByteAsync(string disk, long place)
    {
        await using var file = new FileStream(disk, FileMode.Open, FileAccess.ReadWrite);
        file.Position = place;
        var value = file.ReadByte();
        file.Position = place;
        file.WriteByte((byte)(value ^ 1));
    }

    public void Dispose() => _space.Dispose();
}
