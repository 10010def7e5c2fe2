using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Ssh;

namespace BootstrapVz.Plugins.Vagrant;

/// <summary>Makes a Vagrant box of the image.</summary>
[Plugin("vagrant")]
public sealed class VagrantPlugin(VagrantOptions options) : Plugin
{
    /// <inheritdoc/>
    public override void Validate(ManifestChecker check, Manifest manifest)
    {
        string[] provider = ["plugins", "vagrant", "provider"];
        if (Box.ProviderOf(options, manifest) is not { } chosen)
        {
            check.Error(
                provider, ErrorCodes.Conflict, $"'{manifest.Volume.Backing}' is no disk of {(options.Provider is null ? "a box" : $"{options.Provider}".ToLowerInvariant())}",
                "set volume.backing to qcow2 for libvirt, to vmdk for virtualbox");
            return;
        }

        if (manifest.Formats.Count(format => format.Kind == ImageKind.Disk) > 1)
            check.Error(["volume", "formats"], ErrorCodes.Conflict, "a box holds one disk", $"leave no disk in 'formats' but '{manifest.Volume.Backing}'");
        if (chosen == BoxProvider.Libvirt && manifest.System.Firmware == "uefi")
            check.Error(["system", "firmware"], ErrorCodes.Conflict, "vagrant-libvirt starts boxes through BIOS", "leave 'firmware' out, so that the image has both");
    }

    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest) => tasks
        .Add<AddPackages>()
        .Add<AddOpenSshPackage>()
        .Add<AddHostKeyGeneration>()
        .Add<DisableDnsLookup>()
        .Add<CreateVagrantUser>()
        .Add<AllowPasswordlessSudo>()
        .Add<SetPasswords>()
        .Add<AuthorizeInsecureKeys>()
        .Add<PackageBox>()
        .AddIf<WriteCatalogue>(options.Catalogue is not null)
        .Remove<DisablePasswordLogin>();
}
