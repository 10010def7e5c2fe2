using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Volumes;

namespace BootstrapVz.Common.Layers;

/// <summary>A layer in the store.</summary>
/// <param name="Key">Its name: a hash of everything that went into it.</param>
/// <param name="Path">Its file.</param>
/// <param name="Size">The file's length.</param>
/// <param name="Used">When a build last used it.</param>
public sealed record StoredLayer(string Key, string Path, Bytes Size, DateTimeOffset Used)
{
    /// <summary>What is known of it; null when it is damaged.</summary>
    public LayerInfo? Info => LayerFile.ReadInfo(Path);
}

/// <summary>Layers by key, kept between builds and shared by builds that run at the same time.</summary>
/// <remarks>A layer appears whole, or not at all: its file has no name before it is finished, and hashes cover every byte of it.</remarks>
public sealed class LayerStore(string folder)
{
    private const string Ending = ".layer";

    /// <summary>How much a store holds when nothing else is said.</summary>
    public static Bytes DefaultLimit { get; } = Bytes.MiB(20 * 1024);

    /// <summary>All layers, those used last first.</summary>
    public IReadOnlyList<StoredLayer> All() => Directory.Exists(folder)
        ? [.. new DirectoryInfo(folder).EnumerateFiles("*" + Ending)
            .Select(f => new StoredLayer(f.Name[..^Ending.Length], f.FullName, new(f.Length), new(f.LastWriteTimeUtc))).OrderByDescending(l => l.Used).ThenBy(l => l.Key, StringComparer.Ordinal)]
        : [];

    /// <summary>Removes layers that were not used for longest until the rest fits; one that a build reads now stays.</summary>
    /// <returns>What was removed.</returns>
    public IReadOnlyList<StoredLayer> Prune(Bytes limit)
    {
        var kept = Bytes.Zero;
        var removed = new List<StoredLayer>();
        foreach (var layer in All())
        {
            if (kept + layer.Size <= limit || !TryRemove(layer.Path))
                kept += layer.Size;
            else
                removed.Add(layer);
        }

        return removed;
    }

    /// <summary>Reads every byte of every layer and removes those that are damaged.</summary>
    /// <returns>What was removed.</returns>
    public IReadOnlyList<StoredLayer> Verify(CancellationToken ct) => [.. All().Where(layer => !IsWhole(layer.Path, ct) && TryRemove(layer.Path))];

    /// <summary>Layers that the same tasks made on top of the same layer, those used last first.</summary>
    internal IEnumerable<StoredLayer> Find(string place) => All().Where(layer => layer.Key.StartsWith(place, StringComparison.Ordinal));

    /// <summary>The turn at making a layer; see <see cref="FileTurn"/>.</summary>
    internal string TurnOf(string work) => Path.Combine(folder, "making", work);

    /// <summary>Whether there is a layer of this key.</summary>
    internal bool Has(string key) => File.Exists(PathOf(key));

    /// <summary>A file for a new layer.</summary>
    /// <remarks>For its owner alone: trees have files that only root may read.</remarks>
    internal UnfinishedFile Create(string key)
    {
        var file = UnfinishedFile.Create(folder, key);
        File.SetUnixFileMode(file.Handle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return file;
    }

    /// <summary>Gives a finished layer its name.</summary>
    internal void Commit(UnfinishedFile file, string key) => file.Commit(PathOf(key), onDisk: false);

    /// <summary>Removes a layer that is of no use.</summary>
    internal static void Remove(string path) => File.Delete(path);

    private string PathOf(string key) => Path.Combine(folder, key + Ending);

    private static bool TryRemove(string path)
    {
        try
        {
            // flock(2): a build that reads the layer holds it shared.
            using (new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None))
                File.Delete(path);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static bool IsWhole(string path, CancellationToken ct)
    {
        using var layer = LayerFile.Open(path);
        return layer is not null && LayerReader.Verify(layer, ct);
    }
}
