using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Bootstrap;

namespace BootstrapVz.Plugins.Prebootstrapped;

/// <summary>Saves the root tree with its packages, or starts from one that was saved.</summary>
[Plugin("prebootstrapped")]
public sealed class PrebootstrappedPlugin(PrebootstrappedOptions options) : Plugin
{
    /// <inheritdoc/>
    public override void Validate(ManifestChecker check, Manifest manifest)
    {
        if (options is { Image: not null, Folder: not null })
            check.Error(["plugins", "prebootstrapped"], ErrorCodes.Conflict, "there are two trees to start from", "give one of 'image' and 'folder'");
        if (options.Image is { } image && Directory.Exists(manifest.ResolvePath(image)))
            check.Error(["plugins", "prebootstrapped", "image"], ErrorCodes.BadValue, $"'{image}' is a folder", "write 'folder' instead of 'image'");
        if (options.Folder is { } folder && File.Exists(manifest.ResolvePath(folder)))
            check.Error(["plugins", "prebootstrapped", "folder"], ErrorCodes.BadValue, $"'{folder}' is a file", "write 'image' instead of 'folder'");
    }

    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest)
    {
        if (options is { Image: null, Folder: null })
        {
            tasks.Add<SaveCopy>();
            return;
        }

        tasks
            .Remove<UnpackBootstrap>()
            .Remove<MakeWithMmdebstrap>()
            .Remove<UnpackWithDebootstrap>()
            .Remove<ConfigureWithDebootstrap>()
            .Remove<RequireMmdebstrap>()
            .Remove<RequireDebootstrap>()
            .Remove<ConfigureBootstrap>()
            .AddIf<CreateFromImage>(options.Image is not null)
            .AddIf<CreateFromFolder>(options.Folder is not null)
            .Add<CheckCopy>();
    }
}
