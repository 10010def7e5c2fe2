using System.Globalization;
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

    /// <summary>When the newest of the sources was published, in seconds since 1970: the same state of the archive has the same date.</summary>
    /// <remarks>The <c>Date</c> of Release files; Debian wiki, DebianRepository/Format.</remarks>
    public long Published => Directory.EnumerateFiles(Path.Combine(Folder, "lists"), "*Release")
        .SelectMany(file => File.ReadLines(file).FirstOrDefault(line => line.StartsWith("Date: ", StringComparison.Ordinal)) is { } line ? [line["Date: ".Length..]] : (string[])[])
        .Select(date => DateTimeOffset.TryParse(date.Replace("UTC", "GMT"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.ToUnixTimeSeconds() : 0)
        .DefaultIfEmpty(0).Max();

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
