using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Progress;
using BootstrapVz.Cli.Verbs;
using BootstrapVz.Common.Comparison;
using BootstrapVz.Common.Comparison.Causes;
using BootstrapVz.Common.Workspace;
using BootstrapVz.Remote.Protocol;

namespace BootstrapVz.Cli.Building;

/// <summary>Two builds of one manifest: the first as <c>build</c> does it, the second with everything else that a builder can see.</summary>
internal sealed class Trial : IAsyncDisposable
{
    private readonly Terminal _terminal;
    private readonly PreparedBuild _build;
    private readonly ScratchFolder _folder;
    private readonly BuildRequest _first;
    private readonly BuildRequest _second;
    private readonly bool _tell;
    private Surroundings? _before;
    private Surroundings? _after;
    private ResultMessage? _firstResult;
    private ResultMessage? _secondResult;

    private Trial(Terminal terminal, PreparedBuild build, ScratchFolder folder, string images, bool tell)
    {
        (_terminal, _build, _folder, _tell) = (terminal, build, folder, tell);
        // Without SOURCE_DATE_EPOCH a name with a date would differ at midnight, or in another time zone.
        _first = build.Request with { Output = Path.Combine(images, "first"), Time = Variables.InstantOf(TimeProvider.System) };
        _second = _first with
        {
            Manifest = terminal.FullPath(build.Request.Manifest),
            Output = Path.Combine(images, "second"),
            WorkingDirectory = Elsewhere("a/working/folder"),
            Cache = Elsewhere("cache"),
        };
    }

    /// <summary>Makes the folders.</summary>
    /// <param name="terminal">What surrounds the program.</param>
    /// <param name="build">What is built.</param>
    /// <param name="keep">Where the images stay; null when they are not wanted.</param>
    /// <param name="tell">Whether it is told which build runs.</param>
    public static async Task<Trial> StartAsync(Terminal terminal, PreparedBuild build, string? keep, bool tell)
    {
        var folder = await ScratchFolder.ClaimAsync(Path.Combine(build.Request.Cache, "verify"), new SilentLog(), path => Namespaces.DeleteAsync(terminal.IsRoot, path));
        return new(terminal, build, folder, keep ?? folder.Path, tell);
    }

    /// <summary>Builds one after the other.</summary>
    /// <returns>The last message of the second build, or of the first if that failed.</returns>
    public async Task<BuilderMessage> BuildTwiceAsync(CancellationToken ct)
    {
        Tell("First build");
        var began = DateTimeOffset.Now;
        var (last, _) = await _build.RunAsync(_first, null, ct);
        if (last is not ResultMessage first)
            return last;
        (_firstResult, _before) = (first, new(Disturbance.NamesHere(_terminal, _first), began, DateTimeOffset.Now));

        // What was downloaded is shared; indexes and everything that was made of the packages are made anew.
        Directory.CreateDirectory(Path.Combine(_first.Cache, "packages"));
        Directory.CreateSymbolicLink(Path.Combine(_second.Cache, "packages"), Path.Combine(_first.Cache, "packages"));
        var disturbance = new Disturbance(Elsewhere("home"), Elsewhere("tmp"), first.Epoch);
        Tell("Second build, with another working folder, cache, home, host name, time zone, locale, umask and number of processors");
        began = DateTimeOffset.Now;
        (last, _) = await _build.RunAsync(_second, disturbance.Surroundings, ct);
        if (last is not ResultMessage second)
        {
            if (last is FailureMessage { ExitCode: not (int)ExitCode.Interrupted })
                await _terminal.Error.WriteLineAsync("the first build went well: something may depend on what differs between the two");
            return last;
        }

        (_secondResult, _after) = (second, new(disturbance.Names(_second), began, DateTimeOffset.Now));
        return last;
    }

    /// <summary>Compares what was built.</summary>
    public async Task<IReadOnlyList<BuiltTwice>> CompareAsync(CancellationToken ct)
    {
        var pairs = new List<BuiltTwice>();
        var comparer = new ImageComparer(ThisHost.Quiet, _folder.Path, new(_before!, _after!));
        foreach (var (first, second) in _firstResult!.Images.Zip(_secondResult!.Images))
        {
            pairs.Add(new(
                Path.GetFileName(first.Path), first.Sha256, second.Sha256,
                first.Sha256 == second.Sha256 || Directory.Exists(first.Path) ? null : await comparer.CompareAsync(first.Path, second.Path, ct)));
        }

        return pairs;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => new(_folder.DeleteAsync());

    private string Elsewhere(string name) => Directory.CreateDirectory(Path.Combine(_folder.Path, "elsewhere", name)).FullName;

    private void Tell(string text)
    {
        if (_tell)
            _terminal.Error.WriteLine(text);
    }
}
