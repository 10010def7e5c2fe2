using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Plugins.TmpfsWorkspace;

/// <summary>Settings under <c>plugins.tmpfs_workspace</c>.</summary>
public sealed record TmpfsWorkspaceOptions
{
    /// <summary>How large the workspace may become; three quarters of the free memory by default.</summary>
    public Bytes? Size { get; init; }
}
