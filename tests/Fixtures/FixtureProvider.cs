using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Test.Fixtures;

/// <summary>A provider whose builds take moments: it writes a text file and calls it an image.</summary>
[Provider("fixture")]
public sealed class FixtureProvider : Provider
{
    /// <inheritdoc/>
    public override ProviderSupport Support { get; } = new()
    {
        Backings = ["raw"],
        PartitionMaps = ["none"],
        Bootloaders = ["none"],
        Architectures = ["amd64", "arm64"],
        OldestRelease = "wheezy",
    };

    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest)
    {
        tasks.Add<LookAround>();
        tasks.Add<MountSomething>();
        tasks.Add<WriteImage>();
        tasks.Add<UnmountSomething>();
    }
}

/// <summary>Fails after the image was written.</summary>
[Plugin("fixture_fail")]
public sealed class FailPlugin : Plugin
{
    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest) => tasks.Add<Fail>();
}

/// <summary>Throws what no build should throw.</summary>
[Plugin("fixture_bug")]
public sealed class BugPlugin : Plugin
{
    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest) => tasks.Add<Blunder>();
}

/// <summary>Takes a minute, in a process that has left its parents.</summary>
[Plugin("fixture_slow")]
public sealed class SlowPlugin : Plugin
{
    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest) => tasks.Add<TakeAMinute>();
}

/// <summary>Takes a minute to roll back.</summary>
[Plugin("fixture_slow_undo")]
public sealed class SlowUndoPlugin : Plugin
{
    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest) => tasks.Add<MakeKnots>();
}

/// <summary>Settings under <c>plugins.fixture_run</c>.</summary>
public sealed record RunOptions
{
    /// <summary>Lines for a shell, in which <c>{root}</c> is the path of the image's root.</summary>
    public required IReadOnlyList<string> Lines { get; init; }
}

/// <summary>Does to the tree what its settings say.</summary>
[Plugin("fixture_run")]
public sealed class RunPlugin(RunOptions options) : Plugin
{
    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest) => tasks.AddIf<RunLines>(options.Lines.Count > 0);
}
