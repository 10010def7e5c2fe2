using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Packages;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Test.Testing;

/// <summary>A temporary root with a recording host, for running one task.</summary>
public sealed class TaskLab : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("task-lab-");

    /// <summary>Makes the lab.</summary>
    public TaskLab()
    {
        var paths = new BuildPaths(_folder.FullName, Path.Combine(_folder.FullName, "out"), Path.Combine(_folder.FullName, "cache"));
        Directory.CreateDirectory(paths.Root);
        Root = new(paths.Root);
        var sources = new SourceLists();
        Build = new()
        {
            Manifest = ManifestSamples.At("/etc/lab.yml"),
            Host = Host,
            Log = Log,
            Paths = paths,
            Variables = new(new Dictionary<string, string> { ["name"] = "lab", ["system.release"] = "trixie" }),
            Root = Root,
            Chroot = new(Host, Root),
            Packages = new("trixie", sources),
            Sources = sources,
            Preferences = new(),
        };
    }

    /// <summary>The host, which runs nothing.</summary>
    public RecordingHost Host { get; } = new();

    /// <summary>What was logged.</summary>
    public RecordingLog Log { get; } = new();

    /// <summary>The image's root, empty at first.</summary>
    public RootFs Root { get; }

    /// <summary>The build tasks run in.</summary>
    public BuildContext Build { get; }

    /// <summary>The commands that were run, the root's path as <c>{root}</c> and the wrapper that takes the network away left out.</summary>
    public IReadOnlyList<string> Commands =>
        [.. Host.Commands.Select(c => c.ToString().Replace(Root.HostPath, "{root}", StringComparison.Ordinal).Replace("unshare --net -- ", "", StringComparison.Ordinal))];

    /// <summary>Runs a task.</summary>
    public Task RunAsync(BuildTask task) => task.RunAsync(Build, CancellationToken.None);

    /// <summary>Puts a file into the root.</summary>
    public Task WriteAsync(string path, string text) => Root.WriteTextAsync(path, text);

    /// <summary>Reads a file of the root.</summary>
    public string Read(string path) => File.ReadAllText(Root.Resolve(path));

    /// <summary>The mode of a file of the root.</summary>
    public UnixFileMode Mode(string path) => File.GetUnixFileMode(Root.Resolve(path));

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}

/// <summary>A log that keeps its lines.</summary>
public sealed class RecordingLog : IBuildLog
{
    private readonly List<string> _lines = [];

    /// <summary>The lines as <c>Level: text</c>.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <inheritdoc/>
    public void Write(LogLevel level, string text)
    {
        lock (_lines)
            _lines.Add($"{level}: {text}");
    }

    /// <inheritdoc/>
    public void Progress(string counter, long done, long total, string unit)
    {
    }
}
