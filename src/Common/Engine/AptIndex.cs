using System.Security.Cryptography;
using BootstrapVz.Base.Hosts;

namespace BootstrapVz.Common.Engine;

/// <summary>Package indexes of a set of sources, ready to solve from. Held for reading until it is disposed.</summary>
public sealed class AptIndex : IDisposable
{
    private readonly FolderLock _lock;
    private readonly Lazy<string> _state;

    internal AptIndex(string folder, AptSources sources, FolderLock taken)
    {
        (Folder, Sources, _lock) = (folder, sources, taken);
        _state = new(() => string.Join(',', ReleaseFiles(folder).Values.Order(StringComparer.Ordinal)));
    }

    /// <summary>What it is an index of.</summary>
    public AptSources Sources { get; }

    /// <summary>When the newest of the sources was published, in seconds since 1970: the same state of the archive has the same date.</summary>
    /// <remarks>The <c>Date</c> of Release files; Debian wiki, DebianRepository/Format.</remarks>
    public long Published => ReleaseFiles(Folder).Keys.Select(file => ReleaseDates.Published(File.ReadAllBytes(file)).ToUnixTimeSeconds()).DefaultIfEmpty(0).Max();

    /// <summary>SHA-256 of each Release file by suite and address, in the manifest's words.</summary>
    public IReadOnlyDictionary<string, string> Releases => ReleaseFiles(Folder).Select(file => (Name: ReleaseDates.Names(File.ReadAllBytes(file.Key)), file.Value))
        .DistinctBy(r => r.Name).ToDictionary(r => r.Name, r => r.Value);

    /// <summary>The state of the archive it shows: hashes of the Release files, which name everything else.</summary>
    public string State => _state.Value;

    /// <summary>The Release files below a folder with their SHA-256.</summary>
    internal static IReadOnlyDictionary<string, string> ReleaseFiles(string folder) =>
        Directory.Exists(Path.Combine(folder, "lists"))
            ? Directory.EnumerateFiles(Path.Combine(folder, "lists"), "*Release").ToDictionary(file => file, file => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))))
            : new Dictionary<string, string>();

    /// <summary>The folder with apt's configuration, lists and caches.</summary>
    internal string Folder { get; }

    /// <summary>A command of apt that sees this index and nothing of the host's configuration.</summary>
    internal Command Command(string program, params IEnumerable<string> arguments) => new(program, [.. arguments])
    {
        Environment = AptConfiguration.Environment(Folder),
        AllowedExitCodes = [0, 100],
        LogOutput = false,
    };

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}
