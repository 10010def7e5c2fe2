using System.Text;
using BootstrapVz.Base.Errors;
using BootstrapVz.Common.Boot;
using BootstrapVz.Test.Testing;
using BootstrapVz.Test.Unit.Volumes;
using Xunit;

namespace BootstrapVz.Test.Unit.Boot;

public sealed class SystemdBootInstallerTests
{
    private const string Loaders = "/usr/lib/systemd/boot/efi/";
    private const string Esp = "/boot/efi/";

    [Fact]
    public async Task Without_a_signature_firmware_starts_it_at_once()
    {
        await using var lab = new TaskLab();
        await lab.WriteAsync(Loaders + "systemd-bootx64.efi", "plain");
        await lab.WriteAsync("/usr/lib/shim/shimx64.efi.signed", "shim");
        await InstallAsync(lab, "amd64", new() { Timeout = TimeSpan.FromSeconds(3) });

        Assert.Equal("plain", lab.Read(Esp + "EFI/BOOT/BOOTX64.EFI"));
        Assert.Equal("plain", lab.Read(Esp + "EFI/systemd/systemd-bootx64.efi"));
        Assert.Equal("timeout 3\n", lab.Read(Esp + "loader/loader.conf"));
        Assert.Equal("type1\n", lab.Read(Esp + "loader/entries.srel"));
        Assert.False(lab.Root.DirectoryExists(Esp + "EFI/debian"));
    }

    [Fact]
    public async Task Signed_it_is_started_by_shim_through_the_entry_that_shim_makes()
    {
        await using var lab = new TaskLab();
        await lab.WriteAsync(Loaders + "systemd-bootaa64.efi", "plain");
        await lab.WriteAsync(Loaders + "systemd-bootaa64.efi.signed", "signed");
        foreach (var program in (string[])["shim", "mm", "fb"])
            await lab.WriteAsync($"/usr/lib/shim/{program}aa64.efi.signed", program);
        await InstallAsync(lab, "arm64", new());

        Assert.Equal("shim", lab.Read(Esp + "EFI/BOOT/BOOTAA64.EFI"));
        Assert.Equal("fb", lab.Read(Esp + "EFI/BOOT/fbaa64.efi"));
        Assert.Equal("shim", lab.Read(Esp + "EFI/debian/shimaa64.efi"));
        Assert.Equal("signed", lab.Read(Esp + "EFI/systemd/systemd-bootaa64.efi"));
        // As the package's postinst writes it: UCS-2 without a byte order mark.
        Assert.Equal(
            "shimaa64.efi,Debian,\\EFI\\systemd\\systemd-bootaa64.efi \\0,This is the boot entry for Debian\n",
            Encoding.Unicode.GetString(await File.ReadAllBytesAsync(lab.Root.Resolve(Esp + "EFI/debian/BOOTAA64.CSV"))));
    }

    [Fact]
    public async Task A_tree_without_the_package_is_refused()
    {
        await using var lab = new TaskLab();
        var error = await Assert.ThrowsAsync<BuildException>(() => InstallAsync(lab, "amd64", new()));
        Assert.Equal("install systemd-boot", error.Hint);
    }

    [Fact]
    public void The_command_line_names_the_root_filesystem_first()
    {
        var layout = Layouts.Layout("gpt", "root=2GiB", bootloader: "systemd-boot");
        var boot = new BootSettings();
        boot.AppendKernelArguments("console=ttyS0");
        Assert.Equal($"root=UUID={layout.Root.FilesystemUuid} ro console=ttyS0", boot.CommandLine(layout));
    }

    private static Task InstallAsync(TaskLab lab, string architecture, BootSettings boot) =>
        new SystemdBootInstaller(lab.Root, Layouts.Layout("gpt", "root=2GiB", architecture: architecture, bootloader: "systemd-boot")).InstallAsync(boot, default);
}
