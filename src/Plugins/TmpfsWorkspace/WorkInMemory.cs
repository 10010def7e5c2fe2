using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Workspace;

namespace BootstrapVz.Plugins.TmpfsWorkspace;

/// <summary>Asks for a workspace in memory.</summary>
[Task(Phase.Preparation, "Asking for a workspace in memory")]
[Before<CreateWorkspace>]
internal sealed class WorkInMemory(TmpfsWorkspaceOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        build.Set(new MemoryWorkspace(options.Size));
        return Task.CompletedTask;
    }
}
