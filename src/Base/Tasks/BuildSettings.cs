using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Base.Tasks;

/// <summary>What the command line says of one build beside the manifest. Of it only the date is in the image.</summary>
public sealed record BuildSettings
{
    /// <summary>Where this host fetches an archive from: origin of the manifest to address.</summary>
    public IReadOnlyDictionary<string, string> Mirrors { get; init; } = new Dictionary<string, string>();

    /// <summary>How much is done at the same time.</summary>
    public int Jobs { get; init; } = Environment.ProcessorCount;

    /// <summary>The date of everything the build makes, in seconds since 1970; null for that of the newest package.</summary>
    /// <remarks>Source: reproducible-builds.org/specs/source-date-epoch.</remarks>
    public long? SourceDateEpoch { get; init; }

    /// <summary>Whether a lock file beside the manifest is obeyed.</summary>
    public bool UseLock { get; init; } = true;

    /// <summary>Packages with the versions they have to keep while a lock is made anew.</summary>
    public IReadOnlyList<(string Name, string Version)> Pins { get; init; } = [];

    /// <summary>An archive of old packages, which is asked for those that the mirror has no more; null for none.</summary>
    public string? SnapshotMirror { get; init; }

    /// <summary>How much space the trees that are kept between builds may take; null for the usual.</summary>
    public Bytes? CacheLimit { get; init; }

    /// <summary>Where the tree is built.</summary>
    public ScratchPlace Scratch { get; init; } = new(null, Forced: false);
}

/// <summary>Where the tree is built: <c>auto</c>, <c>memory</c> or a folder.</summary>
/// <param name="Folder">The folder, or null for memory.</param>
/// <param name="Forced">Whether memory is used even when little is free.</param>
public sealed record ScratchPlace(string? Folder, bool Forced)
{
    /// <summary>Free memory from which <c>auto</c> builds in memory.</summary>
    /// <value>3 GiB: a bootable image with its tree and filesystem needs 1 to 2 GiB at the peak.</value>
    public static Bytes Comfortable { get; } = Bytes.MiB(3 * 1024);

    /// <summary>Reads the word from the command line.</summary>
    public static ScratchPlace Parse(string word) => word switch
    {
        "auto" => new(null, Forced: false),
        "memory" => new(null, Forced: true),
        _ => new(Path.GetFullPath(word), Forced: false),
    };

    /// <summary>Whether the build works in memory, given what is free.</summary>
    public bool UsesMemory(Bytes available) => Folder is null && (Forced || available >= Comfortable);
}
