using BootstrapVz.Base.Architectures;
using BootstrapVz.Base.Volumes;
using Xunit;

namespace BootstrapVz.Test.Boot;

/// <summary>Machines of other architectures, built through QEMU's user emulation where this host is another.</summary>
[Trait("Set", "grid")]
public sealed class ArchitectureTests(BuiltImages images) : IClassFixture<BuiltImages>
{
    [Theory]
    [InlineData("arm64", "aarch64")]
    [InlineData("riscv64", "riscv64")]
    public async Task A_machine_of_another_architecture_runs_and_can_be_maintained(string architecture, string machine)
    {
        var image = await images.GetAsync("trixie-" + architecture);
        await using var guest = await Guest.StartAsync(
            new() { Image = await images.OverlayAsync(image), Architecture = ArchitectureTable.Get(architecture), Writable = true });
        await GuestChecks.StartedWellAsync(guest, Firmware.Uefi);
        Assert.Equal($"{machine} {architecture}", await guest.RunAsync("echo $(uname --machine) $(dpkg --print-architecture)"));
        await GuestChecks.InstallsPackagesAsync(guest);
        await GuestChecks.StartsAfterKernelAndBootLoaderAreInstalledAgainAsync(guest, Firmware.Uefi);
    }

    [Fact]
    public async Task A_machine_with_packages_of_i386_runs_on_the_kernel_of_amd64_and_can_be_maintained()
    {
        var image = await images.GetAsync("trixie-i386");
        await using (var guest = await Guest.StartAsync(await images.OverlayAsync(image), Firmware.Bios, writable: true))
        {
            await GuestChecks.StartedWellAsync(guest, Firmware.Bios);
            Assert.Equal("x86_64 i386 amd64 32", await guest.RunAsync("echo $(uname --machine) $(dpkg --print-architecture) $(dpkg --print-foreign-architectures) $(getconf LONG_BIT)"));
            await GuestChecks.InstallsPackagesAsync(guest);
            await GuestChecks.StartsAfterKernelAndBootLoaderAreInstalledAgainAsync(guest, Firmware.Bios);
        }

        await using var other = await Guest.StartAsync(image, Firmware.Uefi);
        await GuestChecks.StartedWellAsync(other, Firmware.Uefi);
    }
}
