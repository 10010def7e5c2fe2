namespace BootstrapVz.Base.Tasks;

/// <summary>What a build has made so far; tasks add to it, the builder reports it at the end.</summary>
public sealed class BuildOutcome : IOutput
{
    /// <summary>The finished images.</summary>
    public IList<ImageFile> Images { get; } = [];

    /// <summary>Further files that lie beside the images and are made with them; absolute paths.</summary>
    public IList<string> Beside { get; } = [];

    /// <summary>The image's packages, <c>name version architecture</c> each, sorted.</summary>
    public IReadOnlyList<InstalledPackage> Packages { get; set; } = [];
}

/// <summary>A finished image.</summary>
/// <param name="Path">Where it is, absolute.</param>
/// <param name="Format"><c>raw</c>, <c>qcow2</c> and so on.</param>
/// <param name="Sha256">SHA-256 of the file, lower-case hexadecimal; of a folder that of its tar archive.</param>
/// <param name="VirtualSize">The disk's size in bytes as a guest sees it; 0 for a root tree without a disk.</param>
/// <param name="ApparentSize">The file's length in bytes.</param>
/// <param name="AllocatedSize">Bytes it takes on the host's disk.</param>
public sealed record ImageFile(string Path, string Format, string Sha256, long VirtualSize, long ApparentSize, long AllocatedSize);

/// <summary>A package of the image.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Architecture">Its architecture.</param>
public sealed record InstalledPackage(string Name, string Version, string Architecture);
