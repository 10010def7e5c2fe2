using BootstrapVz.Base.Hosts;
using BootstrapVz.Cli.Output;
using BootstrapVz.Remote;
using BootstrapVz.Remote.Protocol;

namespace BootstrapVz.Cli.Building;

/// <summary>A build without any task's body: needs no rights and no builder process.</summary>
internal sealed class DryRun(IReadOnlyList<IBuildView> views) : IBuilderChannel
{
    /// <summary>Shows every task as if it had run.</summary>
    /// <returns>The last message, already shown.</returns>
    public static async Task<BuilderMessage> RunAsync(BuildRequest request, IReadOnlyList<IBuildView> views, CancellationToken ct)
    {
        var front = new DryRun(views);
        BuilderMessage last;
        try
        {
            last = await new LocalBuilder(static log => new LocalHost(log)).BuildAsync(request, front, ct);
        }
        catch (Exception error)
        {
            last = Failures.Describe(error);
        }

        front.Send(last);
        return last;
    }

    /// <inheritdoc/>
    public void Send(BuilderMessage message)
    {
        foreach (var view in views)
            view.Show(message);
    }

    /// <inheritdoc/>
    public Task<string> AskAsync(string text, CancellationToken ct) => Task.FromResult("");
}
