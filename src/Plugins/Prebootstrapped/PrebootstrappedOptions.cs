using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.Prebootstrapped;

/// <summary>Settings under <c>plugins.prebootstrapped</c>. Without any, a copy is saved.</summary>
public sealed record PrebootstrappedOptions
{
    /// <summary>A copy to start from: an archive that the plugin saved, or any tar archive of a root tree, compressed or not.</summary>
    [HostFile]
    public string? Image { get; init; }

    /// <summary>A root tree to start from, in a folder.</summary>
    [HostFile]
    public string? Folder { get; init; }
}
