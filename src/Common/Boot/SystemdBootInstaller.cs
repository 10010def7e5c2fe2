using System.Text;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Boot;

/// <summary>
/// Puts systemd-boot at the mount point of the EFI system partition, where on a running machine bootctl(1) and the package's postinst would.
/// </summary>
public sealed class SystemdBootInstaller(RootFs root, PartitionLayout layout)
{
    private const string Esp = "/boot/efi";
    private const string OwnFolder = Esp + "/EFI/systemd";

    private readonly EfiNames _names = EfiNames.For(layout.Architecture);

    private string Loader => $"systemd-boot{_names.Suffix}.efi";

    /// <summary>Copies the loader and writes its settings.</summary>
    /// <exception cref="BuildException">The image lacks the package.</exception>
    public async Task InstallAsync(BootSettings boot, CancellationToken ct)
    {
        var plain = "/usr/lib/systemd/boot/efi/" + Loader;
        var signed = plain + ".signed";
        if (!root.FileExists(plain) && !root.FileExists(signed))
            throw new BuildException("the image has no systemd-boot", "install systemd-boot");
        var source = root.FileExists(signed) ? signed : plain;
        root.CopyFile(source, OwnFolder, Loader);
        if (source == signed && root.FileExists(_names.SignedShim("shim")))
            await InstallShimAsync(ct);
        else
            root.CopyFile(source, EfiNames.RemovableFolder, _names.Removable);

        await root.WriteTextAsync(Esp + "/loader/loader.conf", $"timeout {boot.TimeoutSeconds}\n", ct: ct);
        // Tells kernel-install(8) and others that entries are as the Boot Loader Specification has them, type 1.
        await root.WriteTextAsync(Esp + "/loader/entries.srel", "type1\n", ct: ct);
        root.CreateDirectory(Esp + "/loader/entries");
        root.CreateDirectory(Esp + "/EFI/Linux");
    }

    // As the postinst of the package does it. shim's own name for what it starts is GRUB's; its fallback, run when the machine has no boot
    // entry, makes one that names systemd-boot. So what it starts is always the file that 'bootctl update' renews.
    private async Task InstallShimAsync(CancellationToken ct)
    {
        foreach (var program in (string[])["shim", "mm", "fb"])
            root.CopyFile(_names.SignedShim(program), EfiNames.DebianFolder, $"{program}{_names.Suffix}.efi");
        root.CopyFile(_names.SignedShim("shim"), EfiNames.RemovableFolder, _names.Removable);
        root.CopyFile(_names.SignedShim("fb"), EfiNames.RemovableFolder, $"fb{_names.Suffix}.efi");
        var entry = $"shim{_names.Suffix}.efi,Debian,\\EFI\\systemd\\{Loader} \\0,This is the boot entry for Debian\n";
        await using var list = new MemoryStream(Encoding.Unicode.GetBytes(entry));
        await root.WriteAsync($"{EfiNames.DebianFolder}/{_names.Entries}", list, ct: ct);
    }
}
