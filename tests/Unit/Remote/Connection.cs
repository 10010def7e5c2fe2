using System.IO.Pipes;
using System.Text;
using BootstrapVz.Base.Errors;
using BootstrapVz.Remote;
using BootstrapVz.Remote.Protocol;

namespace BootstrapVz.Test.Unit.Remote;

/// <summary>A front and a builder joined by two pipes, in one process.</summary>
internal sealed class Connection : IBuilder, IBuilderListener, IDisposable
{
    private readonly AnonymousPipeServerStream _frontWrites = new(PipeDirection.Out);
    private readonly AnonymousPipeServerStream _builderWrites = new(PipeDirection.Out);
    private readonly AnonymousPipeClientStream _builderReads;
    private readonly AnonymousPipeClientStream _frontReads;

    public Connection()
    {
        _builderReads = new(PipeDirection.In, _frontWrites.ClientSafePipeHandle);
        _frontReads = new(PipeDirection.In, _builderWrites.ClientSafePipeHandle);
        Client = new(_frontReads, _frontWrites);
        Host = new(_builderReads, _builderWrites, "1.0", () => FrontGone.TrySetResult());
    }

    public static BuildRequest Request { get; } = new()
    {
        Manifest = "a b.yml",
        WorkingDirectory = "/w",
        Output = "/w/out",
        Cache = "/w/cache",
        Mirrors = ["http://a=http://b"],
        PluginPaths = ["/p/x.dll"],
        PauseOnError = true,
    };

    public BuilderClient Client { get; }

    public BuilderHost Host { get; }

    public TaskCompletionSource FrontGone { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<BuilderMessage> Received { get; } = [];

    public BuildRequest? Asked { get; private set; }

    public Func<IBuilderChannel, CancellationToken, Task<ResultMessage>> Work { get; set; } = (_, _) => Task.FromResult(new ResultMessage([], [], new Dictionary<string, double>()));

    public Func<QuestionMessage, Task<string>> Answer { get; set; } = _ => Task.FromResult("");

    public async Task<(BuilderMessage? Last, ExitCode Code)> BuildAsync()
    {
        var builder = Host.RunAsync(this);
        var last = await Client.RunAsync(Request, this).WaitAsync(TimeSpan.FromSeconds(20));
        return (last, await builder);
    }

    /// <summary>Sends the builder bytes that no client would.</summary>
    public void SendToBuilder(string text) => _frontWrites.Write(Encoding.UTF8.GetBytes(text));

    /// <summary>Sends the front bytes that no builder would.</summary>
    public void SendToFront(string text) => _builderWrites.Write(Encoding.UTF8.GetBytes(text));

    public void CloseFront() => _frontWrites.Dispose();

    public void CloseBuilder() => _builderWrites.Dispose();

    Task<ResultMessage> IBuilder.BuildAsync(BuildRequest request, IBuilderChannel front, CancellationToken ct)
    {
        Asked = request;
        return Work(front, ct);
    }

    void IBuilderListener.Received(BuilderMessage message) => Received.Add(message);

    Task<string> IBuilderListener.AnswerAsync(QuestionMessage question) => Answer(question);

    public void Dispose()
    {
        _frontWrites.Dispose();
        _builderWrites.Dispose();
        _frontReads.Dispose();
        _builderReads.Dispose();
    }
}
