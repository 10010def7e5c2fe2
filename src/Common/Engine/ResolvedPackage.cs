namespace BootstrapVz.Common.Engine;

/// <summary>A package apt has chosen: exactly one file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version, epoch and all.</param>
/// <param name="Architecture">Its architecture, or <c>all</c>.</param>
/// <param name="Uri">Where this host fetches it.</param>
/// <param name="FileName">The name apt gives the file, for example <c>apt_2.6.1_amd64.deb</c>.</param>
/// <param name="Size">Its size in bytes; 0 for a local file, whose size is read when it is used.</param>
/// <param name="Sha256">Its hash, in lower-case hexadecimal; empty for a local file.</param>
public sealed record ResolvedPackage(string Name, string Version, string Architecture, string Uri, string FileName, long Size, string Sha256)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Version} ({Architecture})";
}
