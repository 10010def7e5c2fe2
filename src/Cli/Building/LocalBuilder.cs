using System.Globalization;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Packages;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Cli.Units;
using BootstrapVz.Cli.Verbs;
using BootstrapVz.Common.Foreign;
using BootstrapVz.Common.Layers;
using BootstrapVz.Remote;
using BootstrapVz.Remote.Protocol;
using TaskFactory = BootstrapVz.Base.Tasks.TaskFactory;

namespace BootstrapVz.Cli.Building;

/// <summary>Builds on the machine this process runs on, inside namespaces that are its own.</summary>
internal sealed class LocalBuilder(Func<IBuildLog, IHost> hosts) : IBuilder
{
    // Found while the front reads the manifest.
    private readonly Task<KnownUnits> _builtIn = Task.Run(static () => KnownUnits.Load([]));

    /// <inheritdoc/>
    public async Task<ResultMessage> BuildAsync(BuildRequest request, IBuilderChannel front, CancellationToken ct)
    {
        Directory.SetCurrentDirectory(request.WorkingDirectory);
        var channel = new TaskChannel(front);
        var log = new EventLog(channel);
        var host = hosts(log);
        var known = request.PluginPaths.Count == 0 ? await _builtIn : KnownUnits.Load(request.PluginPaths);
        var manifest = await known.ReadAsync(request.Manifest, host, ct, request.Overrides);
        var plan = known.Plan(manifest);
        var observer = new BuildObserver(plan, channel, request.PauseOnError, ct);
        channel.Send(observer.Plan);
        if (request.DryRun)
        {
            foreach (var (task, _, _) in plan.Tasks)
            {
                observer.Started(task);
                observer.Finished(task, TimeSpan.Zero);
            }

            return new([], [], observer.Phases);
        }

        var settings = Settings(request);
        var scratch = await PrivateFolderAsync(request, host, ct);
        await new ForeignPrograms(host).EnableAsync(manifest.Userspace, manifest.ArchitecturePlace, Path.GetDirectoryName(scratch)!, ct);
        var build = Context(manifest, host, log, new(scratch, request.Output, request.Cache), settings, request.Time);
        var factory = new TaskFactory(manifest, settings);
        var layers = request.UseCache ? new LayerCache(build, factory) : null;
        await new TaskRunner(known.Graph, factory, observer, layers, settings.Jobs).RunAsync(plan, build, ct);
        var outcome = build.Get<BuildOutcome>();
        return new([.. outcome.Images], outcome.Packages, observer.Phases) { Epoch = build.Chroot.SourceDateEpoch, Layers = observer.Layers, LayersReused = observer.LayersReused };
    }

    private static BuildSettings Settings(BuildRequest request) => new()
    {
        Mirrors = MirrorWords.Map(request.Mirrors),
        SnapshotMirror = request.SnapshotMirror,
        CacheLimit = request.CacheLimit is { } limit ? new(limit) : null,
        Jobs = request.Jobs > 0 ? request.Jobs : Environment.ProcessorCount,
        Scratch = ScratchPlace.Parse(request.Scratch),
        SourceDateEpoch = long.TryParse(Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH"), CultureInfo.InvariantCulture, out var epoch) ? epoch : null,
    };

    // Mount points have to be on something that vanishes with the build: a small tmpfs over one folder of the cache, which stays empty
    // on the host however the build ends.
    private static async Task<string> PrivateFolderAsync(BuildRequest request, IHost host, CancellationToken ct)
    {
        var run = Path.Combine(request.Cache, "run");
        Directory.CreateDirectory(run);
        await host.RunAsync(new("mount", "--types", "tmpfs", "--options", "size=1m,mode=0755", "bootstrap-vz", run), ct);
        return Path.Combine(run, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>What tasks work on.</summary>
    public static BuildContext Context(Manifest manifest, IHost host, IBuildLog log, BuildPaths paths, BuildSettings settings, DateTimeOffset? time)
    {
        var root = new RootFs(paths.Root);
        var variables = Variables.For(manifest, time ?? Variables.InstantOf(host.Clock));
        var sources = new SourceLists();
        var build = new BuildContext
        {
            Manifest = manifest,
            Host = host,
            Log = log,
            Paths = paths,
            Variables = variables,
            Root = root,
            Chroot = new Chroot(host, root) { EmulatedProcessor = ForeignPrograms.Processor(manifest.Userspace) },
            Sources = sources,
            Packages = new PackageList(manifest.System.Release, sources),
            Preferences = new PreferenceLists(),
        };
        build.Set(settings);
        return build;
    }
}
