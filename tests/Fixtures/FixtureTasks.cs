using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Test.Fixtures;

/// <summary>Says who and where it is.</summary>
[Task(Phase.Validation, "Looking around")]
public sealed class LookAround : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        build.Log.Info($"process {Environment.ProcessId}");
        build.Log.Info("user " + (await build.Host.RunAsync(new("id", "--user"), ct)).Output.Trim());
        build.Log.Warning("a warning");
    }
}

/// <summary>Mounts a tmpfs that only the build may see.</summary>
[Task(Phase.Preparation, "Mounting something")]
[RolledBackBy<UnmountSomething>]
public sealed class MountSomething : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        Directory.CreateDirectory(build.Paths.Root);
        await build.Host.RunAsync(new("mount", "--types", "tmpfs", "bootstrap-vz-fixture", build.Paths.Root), ct);
    }
}

/// <summary>Writes the image.</summary>
[Task(Phase.VolumeCreation, "Writing the image")]
[RolledBackBy<DeleteImage>]
public sealed class WriteImage : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var path = Path.Combine(build.Paths.Output, build.Manifest.Options.Name + ".img");
        Directory.CreateDirectory(build.Paths.Output);
        build.Log.Progress("write", 0, 5, "B");
        await File.WriteAllTextAsync(path, "image", ct);
        build.Log.Progress("write", 5, 5, "B");
        build.Get<BuildOutcome>().Images.Add(new(path, "raw", new string('0', 64), 5, 5, 5));
        build.Get<BuildOutcome>().Packages = [new("base-files", "13", "amd64")];
    }
}

/// <summary>Deletes the image.</summary>
[Task(Phase.Cleaning, "Deleting the image")]
public sealed class DeleteImage : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var image in build.Get<BuildOutcome>().Images)
            File.Delete(image.Path);
        return Task.CompletedTask;
    }
}

/// <summary>Fails.</summary>
[Task(Phase.ImageRegistration, "Failing on purpose")]
public sealed class Fail : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) =>
        throw new BuildException("this was meant to fail", "take 'fixture_fail' out of the manifest");
}

/// <summary>Is a bug.</summary>
[Task(Phase.ImageRegistration, "Blundering")]
public sealed class Blunder : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) => throw new InvalidOperationException("nobody thought of this");
}

/// <summary>Waits.</summary>
[Task(Phase.ImageRegistration, "Taking a minute")]
public sealed class TakeAMinute : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) =>
        build.Host.RunAsync(new("sh", "-c", "setsid sleep 61.25 & sleep 61.25"), ct);
}

/// <summary>Unmounts what was mounted.</summary>
[Task(Phase.Cleaning, "Unmounting something")]
public sealed class UnmountSomething : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) =>
        build.Host.RunAsync(new("umount", build.Paths.Root), ct);
}

/// <summary>Makes what takes a minute to undo.</summary>
[Task(Phase.Validation, "Making knots")]
[RolledBackBy<UntieKnots>]
public sealed class MakeKnots : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) => Task.CompletedTask;
}

/// <summary>Undoes it.</summary>
[Task(Phase.Cleaning, "Untying knots")]
public sealed class UntieKnots : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) => build.Host.RunAsync(new("sleep", "61.25"), ct);
}

/// <summary>Runs lines on the host.</summary>
[Task(Phase.UserModification, "Running lines")]
[SeesEverything]
public sealed class RunLines(RunOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var line in options.Lines)
            await build.Host.RunAsync(new("sh", "-c", build.Expand(line, "root", build.Root.HostPath)), ct);
    }
}
