using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Qemu;
using Xunit;

namespace BootstrapVz.Test.Boot;

/// <summary>Images without a boot loader, on machines that bring their kernel.</summary>
public sealed class NoneTests(BuiltImages images) : IClassFixture<BuiltImages>
{
    [Fact]
    public async Task Its_kernel_given_to_the_machine_starts_it()
    {
        var disk = await images.RawCopyAsync(await images.GetAsync("trixie", "system.bootloader=none", "volume.partitions.type=none"));
        var boot = (await EspFile.RunAsync("debugfs", "-R", "ls -p /boot", disk)).Split('/', '\n');
        var (kernel, initramfs) = (Assert.Single(boot, name => name.StartsWith("vmlinuz-")), Assert.Single(boot, name => name.StartsWith("initrd.img-")));
        foreach (var name in new[] { kernel, initramfs })
            await EspFile.RunAsync("debugfs", "-R", $"dump /boot/{name} {disk}.{name}", disk);

        var machine = new QemuOptions
        {
            Image = disk,
            Extra = ["-kernel", $"{disk}.{kernel}", "-initrd", $"{disk}.{initramfs}", "-append", "root=/dev/vda ro console=ttyS0"],
        };
        await using var guest = await Guest.StartAsync(machine);
        await GuestChecks.StartedWellAsync(guest, Firmware.Bios);
        Assert.Equal("", await guest.RunAsync("ls -d /boot/grub /boot/efi 2>/dev/null || true"));
    }
}
