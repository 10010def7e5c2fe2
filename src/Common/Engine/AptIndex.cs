using BootstrapVz.Base.Hosts;

namespace BootstrapVz.Common.Engine;

/// <summary>Package indexes of a set of sources, ready to solve from. Held for reading until it is disposed.</summary>
public sealed class AptIndex : IDisposable
{
    private readonly FolderLock _lock;

    internal AptIndex(string folder, AptSources sources, FolderLock taken)
    {
        (Folder, Sources, _lock) = (folder, sources, taken);
    }

    /// <summary>What it is an index of.</summary>
    public AptSources Sources { get; }

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
