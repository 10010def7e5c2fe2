using System.Text.RegularExpressions;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Qemu;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Boot;

/// <summary>Images signed with a key of one's own, on machines that trust that key and no other.</summary>
[Trait("Set", "grid")]
public sealed class OwnKeyTests(BuiltImages images) : IClassFixture<BuiltImages>, IDisposable
{
    private readonly ScratchSpace _space = new();

    [Theory]
    [InlineData("trixie")]
    [InlineData("trixie-unified-kernel")]
    public async Task A_machine_that_trusts_the_key_starts_the_image_and_another_does_not(string manifest)
    {
        var key = new OwnKey(_space.Folder("keys"), "own");
        var stranger = new OwnKey(_space.Folder("keys"), "stranger");
        var machine = new QemuOptions { Image = await images.SignedAsync(manifest, key), Firmware = Firmware.Uefi, SecureBoot = true };
        await Guest.AssertRefusedAsync(machine with { Trusted = stranger.CertificateFile }, new Regex("Access Denied|Security Violation"));
        await using var guest = await Guest.StartAsync(machine with { Trusted = key.CertificateFile });
        await GuestChecks.StartedWellAsync(guest, Firmware.Uefi);
        await GuestChecks.SecureBootIsEnforcedAsync(guest);
    }

    [Fact]
    public async Task The_enrolment_files_put_the_key_into_a_machine_in_setup_mode()
    {
        var key = new OwnKey(_space.Folder("keys"), "enrolled");
        var image = await images.SignedAsync("trixie-systemd-boot", key);
        var folder = Path.ChangeExtension(image, null) + "-secure-boot";
        // A build that finds its image finished looks for these too.
        File.Delete(Path.Combine(folder, "PK.auth"));
        Assert.Equal(image, await images.SignedAsync("trixie-systemd-boot", key));
        await using var guest = await Guest.StartAsync(new() { Image = image, Firmware = Firmware.Uefi, SecureBoot = true, SetupMode = true });
        Assert.Equal("0", await guest.RunAsync($"echo $(od --address-radix=n --skip-bytes=4 --format=u1 {GuestChecks.SecureBootVariable})"));
        foreach (var (name, vendor) in ((string, string)[])[("db", "d719b2cb-3d3a-4596-a3bc-dad00e67656f"), ("KEK", "8be4df61-93ca-11d2-aa0d-00e098032b8c"), ("PK", "8be4df61-93ca-11d2-aa0d-00e098032b8c")])
        {
            // A file of efivarfs is written at once, its attributes first: kernel documentation, filesystems/efivarfs.
            byte[] content = [0x27, 0, 0, 0, .. await File.ReadAllBytesAsync(Path.Combine(folder, name + ".auth"))];
            await guest.RunAsync($"rm -f /tmp/{name}");
            foreach (var part in Convert.ToBase64String(content).Chunk(400))
                await guest.RunAsync($"echo {new string(part)} >>/tmp/{name}");
            await guest.RunAsync($"base64 --decode /tmp/{name} | dd bs=64K iflag=fullblock of=/sys/firmware/efi/efivars/{name}-{vendor}");
        }

        await guest.RestartAsync();
        await GuestChecks.SecureBootIsEnforcedAsync(guest);
    }

    public void Dispose() => _space.Dispose();
}
