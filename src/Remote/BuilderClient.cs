using BootstrapVz.Base.Errors;
using BootstrapVz.Remote.Protocol;

namespace BootstrapVz.Remote;

/// <summary>Is told what a builder says.</summary>
public interface IBuilderListener
{
    /// <summary>Any message but questions and the last one; called on one thread, in order.</summary>
    void Received(BuilderMessage message);

    /// <summary>Answers a question; the builder waits.</summary>
    Task<string> AnswerAsync(QuestionMessage question);
}

/// <summary>The front's end of a connection to a builder, over any pair of streams.</summary>
public sealed class BuilderClient(Stream fromBuilder, Stream toBuilder)
{
    private readonly MessageReader<BuilderMessage> _reader = new(fromBuilder, ProtocolJson.Default.BuilderMessage);
    private readonly MessageWriter<FrontMessage> _writer = new(toBuilder, ProtocolJson.Default.FrontMessage);

    /// <summary>Has something built.</summary>
    /// <returns>The last message, a <see cref="ResultMessage"/> or <see cref="FailureMessage"/>; null when the builder ended without one.</returns>
    /// <exception cref="ProtocolException">The builder speaks another protocol.</exception>
    public Task<BuilderMessage?> RunAsync(BuildRequest request, IBuilderListener listener) =>
        Task.Factory.StartNew(() => Run(request, listener), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Asks the builder to stop and roll back; its last message follows.</summary>
    public void Cancel() => _writer.Write(new CancelMessage());

    private BuilderMessage? Run(BuildRequest request, IBuilderListener listener)
    {
        switch (_reader.Read())
        {
            case HelloMessage { Protocol: ProtocolJson.Version } hello:
                listener.Received(hello);
                break;
            case HelloMessage hello:
                throw new ProtocolException(
                    $"the builder is version {hello.Version} and speaks protocol {hello.Protocol}, this is protocol {ProtocolJson.Version}",
                    "use the same version of bootstrap-vz on both sides");
            case FailureMessage failure:
                return failure;
            case null:
                return null;
            case var other:
                throw new ProtocolException($"the builder began with '{other.GetType().Name}' instead of hello");
        }

        _writer.Write(new BuildMessage(request));
        while (_reader.Read() is { } message)
        {
            switch (message)
            {
                case ResultMessage or FailureMessage:
                    return message;
                case QuestionMessage question:
                    _ = AnswerAsync(question, listener);
                    break;
                default:
                    listener.Received(message);
                    break;
            }
        }

        return null;
    }

    // Whatever goes wrong with the answer, the builder must not wait for ever.
    private async Task AnswerAsync(QuestionMessage question, IBuilderListener listener)
    {
        var answer = "";
        try
        {
            answer = await listener.AnswerAsync(question);
        }
        finally
        {
            _writer.Write(new AnswerMessage(question.Id, answer));
        }
    }
}
