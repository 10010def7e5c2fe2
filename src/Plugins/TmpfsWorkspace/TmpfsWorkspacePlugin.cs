using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Plugins.TmpfsWorkspace;

/// <summary>Builds in memory, however little of it is free.</summary>
[Plugin("tmpfs_workspace")]
public sealed class TmpfsWorkspacePlugin(TmpfsWorkspaceOptions options) : Plugin
{
    private static readonly Bytes Least = Bytes.MiB(64);

    /// <inheritdoc/>
    public override void Validate(ManifestChecker check, Manifest manifest)
    {
        if (options.Size is { } size && size.Count < Least.Count)
            check.Error(["plugins", "tmpfs_workspace", "size"], ErrorCodes.BadValue, $"{size} is too little for a root tree", $"give at least {Least}, or leave 'size' out");
    }

    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest) => tasks.Add<WorkInMemory>();
}
