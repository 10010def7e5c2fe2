using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Boot;

/// <summary>
/// Does in the image's tree what grub-install does on a running machine: modules, fonts and translations to /boot/grub, core images, and
/// the files of the EFI system partition at its mount point.
/// </summary>
public sealed class GrubInstaller(RootFs root, Chroot chroot, PartitionLayout layout)
{
    // grub-install names its folder on the EFI system partition after GRUB_DISTRIBUTOR; Debian's signed GRUB has this one built in.
    private const string EfiFolder = EfiNames.DebianFolder;
    private const string RemovableFolder = EfiNames.RemovableFolder;

    // GRUB's util/grub-install-common.c, pkglib_DATA.
    private static readonly string[] Lists =
    [
        "efiemu32.o", "efiemu64.o", "moddep.lst", "command.lst", "fs.lst", "partmap.lst", "parttool.lst", "video.lst", "crypto.lst",
        "terminal.lst", "modinfo.sh",
    ];

    /// <summary>Makes everything but the menu.</summary>
    /// <exception cref="BuildException">The image lacks a package of GRUB.</exception>
    public async Task InstallAsync(CancellationToken ct)
    {
        foreach (var target in GrubTarget.For(layout))
        {
            if (!root.DirectoryExists(target.Library))
            {
                throw new BuildException($"the image has no GRUB for '{target.Name}'",
                    "install " + string.Join(", ", GrubPackages.For(layout.Architecture, layout.Firmware)));
            }

            CopyModules(target);
            await MakeCoreAsync(target, ct);
        }

        CopyFontsAndTranslations();
        await chroot.RunAsync(new("grub-editenv", "/boot/grub/grubenv", "create"), ct);
        if (root.FileExists("/var/lib/dpkg/info/grub-cloud-amd64.postinst") && layout.Firmware == Firmware.Both)
            await root.WriteTextAsync(GrubPackages.CloudSwitch, "", ct: ct);
    }

    private PlannedPartition BootPartition => layout.Holding("/boot/grub");

    /// <summary>/boot/grub as its filesystem has it.</summary>
    private string Prefix => layout.MountOf("/boot/grub").PathInFilesystem("/boot/grub");

    private string SearchScript =>
        $"search.fs_uuid {BootPartition.FilesystemUuid} root {GrubNames.Place(layout, BootPartition)} \nset prefix=($root)'{Prefix}'\n";

    private void CopyModules(GrubTarget target)
    {
        foreach (var stale in root.List(target.Folder))
            root.DeleteFile(stale);
        foreach (var module in root.List(target.Library, "*.mod").Concat(Lists.Select(list => $"{target.Library}/{list}")))
            root.CopyFile(module, target.Folder);
        if (target.Efi is null)
            root.CopyFile(target.Library + "/boot.img", target.Folder);
    }

    private async Task MakeCoreAsync(GrubTarget target, CancellationToken ct)
    {
        var filesystem = GrubNames.Filesystem(BootPartition);
        string[] reading = [filesystem, "part_" + GrubNames.Table(layout), .. GrubNames.Abstraction(layout, BootPartition).Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        if (target.Efi is not { } efi)
        {
            // The partition is on the disk that the BIOS started from, as grub-install writes it; a logical volume is found wherever it is.
            var place = layout.PartitionOf(BootPartition).Group is null ? "," + layout.GrubName(BootPartition) : GrubNames.Place(layout, BootPartition);
            await MakeImageAsync(target, "core.img", [$"--prefix=({place}){Prefix}"], [.. reading, "biosdisk"], ct);
            return;
        }

        await root.WriteTextAsync(target.Folder + "/load.cfg", SearchScript, ct: ct);
        await MakeImageAsync(target, "core.efi", [$"--prefix={Prefix}", $"--config={target.Folder}/load.cfg"], [.. reading, "search_fs_uuid"], ct);
        var grub = $"grub{efi.Suffix}.efi";
        var signed = $"{target.Library}-signed/{grub}.signed";
        var shim = efi.SignedShim("shim");
        if (!root.FileExists(signed) || !root.FileExists(shim))
        {
            root.CopyFile(target.Folder + "/core.efi", EfiFolder, grub);
            root.CopyFile(target.Folder + "/core.efi", RemovableFolder, efi.Removable);
            return;
        }

        foreach (var folder in new[] { EfiFolder, RemovableFolder })
        {
            root.CopyFile(shim, folder, folder == EfiFolder ? $"shim{efi.Suffix}.efi" : efi.Removable);
            root.CopyFile(signed, folder, grub);
            root.CopyFile(efi.SignedShim("mm"), folder, $"mm{efi.Suffix}.efi");
        }

        // shim's fallback makes boot entries from these when the machine has none. It has no place beside the removable loader,
        // where it would be started at every boot.
        root.CopyFile(efi.SignedShim("fb"), EfiFolder, $"fb{efi.Suffix}.efi");
        root.CopyFile("/usr/lib/shim/" + efi.Entries, EfiFolder);
        await root.WriteTextAsync(EfiFolder + "/grub.cfg", SearchScript + "configfile $prefix/grub.cfg\n", ct: ct);
    }

    private async Task MakeImageAsync(GrubTarget target, string name, IReadOnlyList<string> options, IReadOnlyList<string> modules, CancellationToken ct) =>
        await chroot.RunAsync(
            new("grub-mkimage", [$"--format={target.Name}", $"--directory={target.Library}", .. options, $"--output={target.Folder}/{name}", .. modules]),
            ct);

    private void CopyFontsAndTranslations()
    {
        root.CopyFile("/usr/share/grub/unicode.pf2", "/boot/grub/fonts");
        foreach (var locale in root.List("/usr/share/locale"))
            root.CopyFile(locale + "/LC_MESSAGES/grub.mo", "/boot/grub/locale", Path.GetFileName(locale) + ".mo");
    }
}
