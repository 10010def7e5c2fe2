using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Packages;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Releases;
using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Test.Testing;

namespace BootstrapVz.Test.Unit.Tasks;

/// <summary>Plans and contexts without a manifest file: the tasks are what a function adds.</summary>
internal static class Plans
{
    public static BuildPlan Of(TaskGraph graph, Action<TaskSet> provider, params (string Name, Action<TaskSet> Resolve)[] plugins) =>
        BuildPlan.For(ManifestOf(provider, plugins), graph);

    public static Manifest ManifestOf(Action<TaskSet> provider, params (string Name, Action<TaskSet> Resolve)[] plugins) => ManifestOf(provider, plugins, []);

    /// <summary>A manifest whose units have these options, and add no task.</summary>
    public static Manifest ManifestWith(params object[] unitOptions) => ManifestOf(_ => { }, [], unitOptions);

    private static Manifest ManifestOf(Action<TaskSet> provider, (string Name, Action<TaskSet> Resolve)[] plugins, object[] unitOptions) => new()
    {
        Path = "test.yml",
        Options = new()
        {
            Name = "test",
            System = new() { Architecture = "amd64", Bootloader = "none", Charmap = "UTF-8", Locale = "C", Release = "trixie", Timezone = "UTC" },
            Volume = new() { Backing = "raw", Partitions = new() { Type = "none" } },
        },
        ProviderName = "list",
        Provider = new ListProvider(provider),
        Plugins = [.. plugins.Select(p => KeyValuePair.Create<string, Plugin>(p.Name, new ListPlugin(p.Resolve)))],
        UnitOptions = unitOptions,
        Release = ReleaseTable.Get("trixie"),
        Scalars = new Dictionary<string, string>(),
    };

    public static BuildContext ContextOf(Manifest manifest)
    {
        var host = new RecordingHost();
        var root = new RootFs("/nonexistent/root");
        var sources = new SourceLists();
        return new()
        {
            Manifest = manifest,
            Host = host,
            Log = new NoLog(),
            Paths = new("/nonexistent", "/nonexistent/out", "/nonexistent/cache"),
            Variables = new(new Dictionary<string, string>()),
            Root = root,
            Chroot = new(host, root),
            Sources = sources,
            Packages = new("trixie", sources),
            Preferences = new(),
        };
    }

    private sealed class ListProvider(Action<TaskSet> resolve) : Provider
    {
        public override ProviderSupport Support { get; } = new()
        {
            Backings = ["raw"],
            PartitionMaps = ["none"],
            Bootloaders = ["none"],
            Architectures = ["amd64"],
            OldestRelease = "wheezy",
        };

        public override void Resolve(TaskSet tasks, Manifest manifest) => resolve(tasks);
    }

    private sealed class ListPlugin(Action<TaskSet> resolve) : Plugin
    {
        public override void Resolve(TaskSet tasks, Manifest manifest) => resolve(tasks);
    }

    private sealed class NoLog : IBuildLog
    {
        public void Write(LogLevel level, string text)
        {
            // Nobody reads it.
        }

        public void Progress(string counter, long done, long total, string unit)
        {
            // Nobody reads it.
        }
    }
}
