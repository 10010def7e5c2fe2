using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Common.Packages;

/// <summary>Queues packages that are always the same; a task of the phase Preparation, before <see cref="PackagesQueued"/>.</summary>
public abstract class QueuePackages(params IReadOnlyList<string> names) : BuildTask
{
    /// <inheritdoc/>
    public sealed override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var name in names)
            build.Packages.Add(name);
        return Task.CompletedTask;
    }
}
