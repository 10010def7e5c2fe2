using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Progress;
using BootstrapVz.Cli.Output;
using BootstrapVz.Remote;
using BootstrapVz.Remote.Protocol;

namespace BootstrapVz.Cli.Building;

/// <summary>One build as the front sees it: starts the builder, shows what it says, passes on signals and answers.</summary>
internal sealed class BuildSession(Terminal terminal, IReadOnlyList<IBuildView> views, BuilderSurroundings? surroundings = null, BuilderProcess? started = null) : IBuilderListener
{
    private readonly Lock _gate = new();

    /// <summary>Builds on this machine.</summary>
    /// <param name="request">What.</param>
    /// <param name="stop">Stops the build as the first signal does.</param>
    /// <returns>The last message: a <see cref="ResultMessage"/> or a <see cref="FailureMessage"/>, already shown.</returns>
    public async Task<BuilderMessage> RunAsync(BuildRequest request, CancellationToken stop)
    {
        BuilderMessage last;
        try
        {
            last = await BuildAsync(request, stop);
        }
        catch (Exception error)
        {
            last = Failures.Describe(error);
        }

        Show(last);
        return last;
    }

    /// <inheritdoc/>
    public void Received(BuilderMessage message) => Show(message);

    /// <inheritdoc/>
    public async Task<string> AnswerAsync(QuestionMessage question)
    {
        if (!terminal.InIsTerminal)
            return "";
        lock (_gate)
        {
            foreach (var view in views)
                view.Pause();
        }

        await terminal.Error.WriteLineAsync(question.Text);
        var answer = await terminal.In.ReadLineAsync() ?? "";
        lock (_gate)
        {
            foreach (var view in views)
                view.Resume();
        }

        return answer;
    }

    private async Task<BuilderMessage> BuildAsync(BuildRequest request, CancellationToken stop)
    {
        if (started is null && Namespaces.Missing(terminal.IsRoot) is { Count: > 0 } missing)
            throw new HostRequirementException(missing);
        using var process = started ?? BuilderProcess.Start(terminal.IsRoot, surroundings ?? new());
        var client = new BuilderClient(process.Output, process.Input);
        var killed = false;
        using var interrupts = new Interrupts(
            () =>
            {
                Show(new LogMessage(LogLevel.Warning, "stopping and rolling back; once more stops at once"));
                client.Cancel();
            },
            () =>
            {
                killed = true;
                process.Kill();
            });
        await using var stopping = stop.Register(client.Cancel);
        var last = await client.RunAsync(request, this);
        if (last is not null)
        {
            await process.EndAsync();
            return last;
        }

        var (code, errors) = await process.EndAsync();
        throw killed ? new InterruptedException()
            : errors.StartsWith("unshare:", StringComparison.Ordinal) ? Namespaces.Refused(terminal.IsRoot, errors)
            : new BuildException(
                $"the builder ended unexpectedly with exit code {code}" + (errors.Length > 0 ? ":\n" + errors : ""),
                code == 137 ? "it was killed: if memory ran out (see dmesg), build on disk with --scratch DIR" : null);
    }

    private void Show(BuilderMessage message)
    {
        lock (_gate)
        {
            foreach (var view in views)
                view.Show(message);
        }
    }
}
