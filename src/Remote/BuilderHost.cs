using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using BootstrapVz.Base.Errors;
using BootstrapVz.Remote.Protocol;

namespace BootstrapVz.Remote;

/// <summary>Builds what a front asks for.</summary>
public interface IBuilder
{
    /// <summary>Builds and tells about it.</summary>
    /// <exception cref="BootstrapException">The build failed and was rolled back.</exception>
    Task<ResultMessage> BuildAsync(BuildRequest request, IBuilderChannel front, CancellationToken ct);
}

/// <summary>How a build talks to its front.</summary>
public interface IBuilderChannel
{
    /// <summary>Sends a message; never fails.</summary>
    void Send(BuilderMessage message);

    /// <summary>Asks, and waits for the answer.</summary>
    Task<string> AskAsync(string text, CancellationToken ct);
}

/// <summary>The builder's end of a connection to a front.</summary>
/// <param name="fromFront">What the front writes.</param>
/// <param name="toFront">What the front reads.</param>
/// <param name="version">This program's version.</param>
/// <param name="frontGone">Called when the front has ended; expected to end this process at once.</param>
[SuppressMessage("Design", "CA1001", Justification = "the listening thread may cancel until the process ends; the source owns no handle")]
public sealed class BuilderHost(Stream fromFront, Stream toFront, string version, Action frontGone) : IBuilderChannel
{
    private readonly MessageReader<FrontMessage> _reader = new(fromFront, ProtocolJson.Default.FrontMessage);
    private readonly MessageWriter<BuilderMessage> _writer = new(toFront, ProtocolJson.Default.BuilderMessage);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<string>> _questions = new();
    private readonly TaskCompletionSource<BuildRequest> _request = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _cancel = new();
    private ProtocolException? _broken;
    private int _lastQuestion;

    /// <summary>Serves one build.</summary>
    /// <returns>What the process should end with.</returns>
    public async Task<ExitCode> RunAsync(IBuilder builder)
    {
        Send(new HelloMessage(version, ProtocolJson.Version));

        // A thread of its own: a front that dies is noticed however busy the thread pool is.
        new Thread(Listen) { IsBackground = true, Name = "front" }.Start();
        var failure = await TryBuildAsync(builder);
        if (failure is null)
            return ExitCode.Success;
        Send(failure);
        return (ExitCode)failure.ExitCode;
    }

    /// <inheritdoc/>
    public void Send(BuilderMessage message) => _writer.Write(message);

    /// <inheritdoc/>
    public async Task<string> AskAsync(string text, CancellationToken ct)
    {
        var id = Interlocked.Increment(ref _lastQuestion);
        var answer = _questions[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Send(new QuestionMessage(id, text));
        return await answer.Task.WaitAsync(ct);
    }

    private async Task<FailureMessage?> TryBuildAsync(IBuilder builder)
    {
        try
        {
            Send(await builder.BuildAsync(await _request.Task, this, _cancel.Token));
            return null;
        }
        catch (Exception error)
        {
            return Failures.Describe(_broken ?? error);
        }
    }

    private void Listen()
    {
        try
        {
            while (_reader.Read() is { } message)
                Handle(message);
            frontGone();
        }
        catch (ProtocolException error)
        {
            // What the front means is unknown from here on: stop and roll back.
            _broken = error;
            _request.TrySetException(error);
            _cancel.Cancel();
        }
    }

    private void Handle(FrontMessage message)
    {
        switch (message)
        {
            case BuildMessage build:
                // Whoever cancelled before asking is not asking twice.
                if (!_request.TrySetResult(build.Request) && !_cancel.IsCancellationRequested)
                    throw new ProtocolException("a builder builds once, but was asked again");
                break;
            case CancelMessage:
                _request.TrySetException(new InterruptedException());
                _cancel.Cancel();
                break;
            case AnswerMessage answer:
                if (_questions.TryRemove(answer.Id, out var question))
                    question.TrySetResult(answer.Text);
                break;
        }
    }
}
