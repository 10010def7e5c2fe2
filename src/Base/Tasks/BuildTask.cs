namespace BootstrapVz.Base.Tasks;

/// <summary>
/// One small step of a build. When it runs is said by attributes, what it needs by its constructor, what it does by <see cref="RunAsync"/>.
/// </summary>
/// <remarks>
/// Constructor parameters may be the options record of any active unit, a section of the manifest, or
/// <see cref="Manifests.Manifest"/> itself. A task keeps no state: results other tasks need go through <see cref="BuildContext"/>.
/// </remarks>
public abstract class BuildTask
{
    /// <summary>Does the work.</summary>
    /// <param name="build">The build: root directory, commands, log, shared results.</param>
    /// <param name="ct">Cancelled when the build is interrupted.</param>
    public abstract Task RunAsync(BuildContext build, CancellationToken ct);
}

/// <summary>A task without work that tasks of strangers order against, as systemd targets do.</summary>
public abstract class Milestone : BuildTask
{
    /// <inheritdoc/>
    public sealed override Task RunAsync(BuildContext build, CancellationToken ct) => Task.CompletedTask;
}
