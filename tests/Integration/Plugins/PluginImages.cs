using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json;
using BootstrapVz.Test.Integration.Builds;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

/// <summary>Builds the examples in manifests/plugins, with their plugin and without; the tree itself, as a tar archive.</summary>
public sealed class PluginImages : IDisposable
{
    private static readonly string Examples = Path.Combine(ProgramRun.Project, "manifests/plugins");

    private readonly ScratchSpace _space = new();
    private int _builds;

    /// <summary>What a plugin changes. A second build, from the cache, has to give the same archive.</summary>
    /// <param name="plugin">The plugin, after which its manifest is named.</param>
    /// <param name="settings">Settings to change in the manifest: <c>system.release=bookworm</c>.</param>
    internal Task<Difference> OfAsync(string plugin, params string[] settings) => OfSectionAsync(plugin, [], settings);

    /// <summary>What a plugin changes whose section is not the one of the example.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="section">The lines of its section, when they are others.</param>
    /// <param name="settings">Settings to change in the manifest.</param>
    internal async Task<Difference> OfSectionAsync(string plugin, IReadOnlyList<string> section, params string[] settings) =>
        await CompareAsync(plugin, await TextAsync(plugin, section), ["volume.backing=tar", .. settings]);

    /// <summary>What a plugin changes with the example, in which texts are others: checksums of files that a test makes.</summary>
    internal async Task<Difference> OfChangedAsync(string plugin, params (string Old, string New)[] changes)
    {
        var manifest = await TextAsync(plugin, []);
        foreach (var (old, replacement) in changes)
        {
            Assert.Contains(old, manifest);
            manifest = manifest.Replace(old, replacement, StringComparison.Ordinal);
        }

        return await CompareAsync(plugin, manifest, ["volume.backing=tar"]);
    }

    /// <summary>What a plugin changes that needs a disk: the tree is made beside it.</summary>
    internal async Task<Difference> OfDiskAsync(string plugin, params string[] settings) => await CompareAsync(
        plugin, (await File.ReadAllTextAsync(Path.Combine(Examples, plugin + ".yml"))).Replace("  partitions:\n", "  formats: [tar]\n  partitions:\n", StringComparison.Ordinal), settings);

    /// <summary>Builds the example as it is.</summary>
    /// <returns>The folder with what it made, and what the program printed.</returns>
    internal Task<(string Folder, JsonElement Result)> MakeAsync(string plugin, params string[] settings) => MakeSectionAsync(plugin, [], settings);

    /// <summary>Builds the example with another section.</summary>
    internal async Task<(string Folder, JsonElement Result)> MakeSectionAsync(string plugin, IReadOnlyList<string> section, params string[] settings)
    {
        var output = _space.Folder($"out-{Interlocked.Increment(ref _builds)}");
        var end = await RunAsync(await WriteAsync("with", plugin, await TextAsync(plugin, section)), output, settings);
        Assert.True(end.Code == 0, end.Error);
        return (output, JsonDocument.Parse(end.Out).RootElement);
    }

    /// <summary>What a build says that has to fail.</summary>
    /// <param name="plugin">The plugin, after which its manifest is named.</param>
    /// <param name="old">A text of the manifest.</param>
    /// <param name="replacement">What stands there instead.</param>
    internal async Task<string> ErrorOfAsync(string plugin, string old, string replacement)
    {
        var manifest = await File.ReadAllTextAsync(Path.Combine(Examples, plugin + ".yml"));
        Assert.Contains(old, manifest);
        var path = await WriteAsync("wrong", plugin, manifest.Replace(old, replacement, StringComparison.Ordinal));
        var end = await RunAsync(path, _space.Folder("wrong-out"), ["volume.backing=tar"]);
        Assert.Equal(1, end.Code);
        return end.Error;
    }

    /// <summary>What a build says that has to fail, with another section than the one of the example.</summary>
    internal async Task<string> ErrorOfSectionAsync(string plugin, IReadOnlyList<string> section, params string[] settings)
    {
        var end = await RunAsync(await WriteAsync("wrong", plugin, await TextAsync(plugin, section)), _space.Folder("wrong-out"), ["volume.backing=tar", .. settings]);
        Assert.Equal(1, end.Code);
        return end.Error;
    }

    /// <summary>A folder for what a test makes.</summary>
    internal string Folder(string name) => _space.Folder(name);

    /// <summary>The folder of the logs.</summary>
    internal string Logs => _space.Folder("logs");

    /// <summary>The folder of what is kept between builds.</summary>
    internal string Cache => _space.Folder("cache");

    /// <summary>Where builds fetch from instead: <c>ORIGIN=URL</c>, or null.</summary>
    internal string? Mirror { private get; set; }

    /// <summary>What builds find in their environment beside what this process has there.</summary>
    internal IReadOnlyDictionary<string, string?> Environment { private get; set; } = new Dictionary<string, string?>();

    public void Dispose() => _space.Dispose();

    // The example, with another section where one is given.
    private static async Task<string> TextAsync(string plugin, IReadOnlyList<string> section)
    {
        var manifest = await File.ReadAllTextAsync(Path.Combine(Examples, plugin + ".yml"));
        return section.Count == 0 ? manifest : $"{WithoutPlugins(manifest)}plugins:\n  {plugin}:\n{string.Concat(section.Select(line => $"    {line}\n"))}";
    }

    private static string WithoutPlugins(string manifest) => manifest[..(manifest.IndexOf("\nplugins:\n", StringComparison.Ordinal) + 1)];

    private async Task<Difference> CompareAsync(string plugin, string manifest, string[] settings)
    {
        var (without, _) = await BuildAsync(
            await WriteAsync("without", plugin, WithoutPlugins(manifest)), settings.Where(setting => !setting.StartsWith("plugins.", StringComparison.Ordinal)));
        var path = await WriteAsync("with", plugin, manifest);
        var (with, sha256) = await BuildAsync(path, settings);
        Assert.Equal(sha256, (await BuildAsync(path, settings)).Sha256);
        return new(without, with);
    }

    // With the files of the examples beside it, as the examples have them.
    private async Task<string> WriteAsync(string folder, string plugin, string manifest)
    {
        var path = Path.Combine(_space.Folder(folder), plugin + ".yml");
        await File.WriteAllTextAsync(path, manifest);
        var files = Path.Combine(_space.Folder(folder), "files");
        if (!Directory.Exists(files))
            Directory.CreateSymbolicLink(files, Path.Combine(Examples, "files"));
        return path;
    }

    // Archives are large; each is gone as soon as it is read.
    private async Task<(Tree Tree, string Sha256)> BuildAsync(string manifest, IEnumerable<string> settings)
    {
        var output = _space.Folder($"out-{Interlocked.Increment(ref _builds)}");
        var end = await RunAsync(manifest, output, settings);
        Assert.True(end.Code == 0, end.Error);
        using var result = JsonDocument.Parse(end.Out);
        var image = result.RootElement.GetProperty("images").EnumerateArray().Single(image => image.GetProperty("format").GetString() == "tar");
        var tree = await Tree.OfAsync(image.GetProperty("path").GetString()!);
        Directory.Delete(output, recursive: true);
        return (tree, image.GetProperty("sha256").GetString()!);
    }

    private async Task<ProgramEnd> RunAsync(string manifest, string output, IEnumerable<string> settings)
    {
        string[] command =
        [
            ProgramRun.Program, "build", manifest, "--cache", Cache, "--output", output, "--log", Logs,
            "--progress", "none", "--json", .. Mirror is null ? [] : (string[])["--mirror", Mirror], .. settings.SelectMany(setting => (string[])["--matrix", setting]),
        ];
        using var run = ProgramRun.Start(command, ProgramRun.Project, Environment);
        return await run.EndAsync(BuildSpace.Limit);
    }
}

[CollectionDefinition(nameof(PluginImages))]
public sealed class PluginImagesUsers : ICollectionFixture<PluginImages>;

/// <summary>What is in a root tree: each path with kind, mode, owner, target and content.</summary>
internal sealed record Tree(IReadOnlyDictionary<string, string> Lines, IReadOnlyDictionary<string, string> Texts)
{
    private const int LongestText = 1 << 16;

    public static async Task<Tree> OfAsync(string archive)
    {
        var (lines, texts) = (new Dictionary<string, string>(), new Dictionary<string, string>());
        await using var file = File.OpenRead(archive);
        await using var reader = new TarReader(file);
        while (await reader.GetNextEntryAsync() is { } entry)
        {
            var path = "/" + entry.Name.TrimStart('.').Trim('/');
            var line = $"{entry.EntryType} {Convert.ToString((int)entry.Mode, 8)} {entry.Uid}:{entry.Gid}{(entry.LinkName.Length > 0 ? " -> " + entry.LinkName : "")}";
            if (entry.DataStream is { } content)
            {
                using var bytes = new MemoryStream();
                await content.CopyToAsync(bytes);
                line += " " + Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()));
                if (bytes.Length < LongestText)
                    texts[path] = System.Text.Encoding.UTF8.GetString(bytes.ToArray());
            }

            lines[path] = line;
        }

        return new(lines, texts);
    }
}

/// <summary>What a plugin changes in a root tree.</summary>
internal sealed class Difference(Tree without, Tree with)
{
    /// <summary>Paths that only the image with the plugin has, those of packages, logs and caches aside.</summary>
    public IReadOnlyList<string> Added => [.. with.Lines.Keys.Except(without.Lines.Keys).Where(IsOwn).Order(StringComparer.Ordinal)];

    /// <summary>Paths that are something else in both images, likewise.</summary>
    public IReadOnlyList<string> Changed =>
        [.. with.Lines.Where(line => without.Lines.TryGetValue(line.Key, out var before) && before != line.Value).Select(line => line.Key).Where(IsOwn).Order(StringComparer.Ordinal)];

    /// <summary>Paths that only the image without the plugin has.</summary>
    public IReadOnlyList<string> Removed => [.. without.Lines.Keys.Except(with.Lines.Keys).Order(StringComparer.Ordinal)];

    /// <summary>Packages that only the image with the plugin has.</summary>
    public IReadOnlyList<string> Packages => [.. Installed(with).Except(Installed(without)).Order(StringComparer.Ordinal)];

    /// <summary>Kind, mode, owner and target of a path: <c>RegularFile 644 0:0</c>.</summary>
    public string Line(string path) => string.Join(' ', with.Lines[path].Split(' ').Where(word => word.Length != 64));

    /// <summary>A file's text.</summary>
    public string Text(string path) => with.Texts[path];

    // What packages bring is told by their names.
    private bool IsOwn(string path) =>
        !path.StartsWith("/var/lib/dpkg/", StringComparison.Ordinal) && !path.StartsWith("/var/cache/", StringComparison.Ordinal)
        && !path.StartsWith("/usr/share/", StringComparison.Ordinal) && !Owned.Contains(path);

    private HashSet<string> Owned => field ??= [.. with.Texts.Where(file => file.Key.StartsWith("/var/lib/dpkg/info/", StringComparison.Ordinal) && file.Key.EndsWith(".list", StringComparison.Ordinal))
        .SelectMany(file => file.Value.Split('\n')).SelectMany(path => (string[])[path, "/usr" + path])];

    private static IEnumerable<string> Installed(Tree tree) => tree.Lines.Keys
        .Where(path => path.StartsWith("/var/lib/dpkg/info/", StringComparison.Ordinal) && path.EndsWith(".list", StringComparison.Ordinal))
        .Select(path => Path.GetFileNameWithoutExtension(path).Split(':')[0]);
}
