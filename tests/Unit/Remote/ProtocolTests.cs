using System.Text.Json;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Remote.Protocol;
using Xunit;

namespace BootstrapVz.Test.Unit.Remote;

public class ProtocolTests
{
    private static readonly BuilderMessage[] EveryMessage =
    [
        new HelloMessage("1.0", 1),
        new PlanMessage([new("A", "Validation", "Checking\n\"it\"", "provider kvm")]),
        new TaskStartedMessage(-1, "Cleaning", "Cleaning"),
        new TaskFinishedMessage(3, 1.25),
        new TaskReusedMessage(3),
        new ProgressMessage("download", 1, long.MaxValue, "B"),
        new LogMessage(LogLevel.Warning, "line\nline ü \u2028"),
        new QuestionMessage(1, "?"),
        new RollbackMessage(2),
        new ResultMessage([new ImageFile("/i", "raw", "00", 1, 2, 3)], [new InstalledPackage("a", "1", "all")], new Dictionary<string, double> { ["Validation"] = 0.5 }),
        new FailureMessage(70, "m"),
        new FailureMessage(1, "m", "h", "d"),
    ];

    [Fact]
    public void Every_message_comes_back_as_it_went_on_one_line()
    {
        foreach (var message in EveryMessage)
        {
            var json = JsonSerializer.Serialize(message, ProtocolJson.Default.BuilderMessage);
            var back = JsonSerializer.Deserialize(json, ProtocolJson.Default.BuilderMessage);

            Assert.DoesNotContain('\n', json);
            Assert.StartsWith("{\"type\":\"", json, StringComparison.Ordinal);
            Assert.IsType(message.GetType(), back);
            Assert.Equal(json, JsonSerializer.Serialize(back, ProtocolJson.Default.BuilderMessage));
        }

        var sent = typeof(BuilderMessage).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(BuilderMessage)));
        Assert.Empty(sent.Except(EveryMessage.Select(m => m.GetType())));
    }

    [Fact]
    public async Task A_build_goes_over_the_connection()
    {
        using var both = new Connection();
        both.Work = (front, _) =>
        {
            front.Send(new LogMessage(LogLevel.Info, "hello"));
            return Task.FromResult(new ResultMessage([], [], new Dictionary<string, double> { ["Cleaning"] = 1 }));
        };
        var (last, code) = await both.BuildAsync();

        Assert.Equal(1, Assert.IsType<ResultMessage>(last).Phases["Cleaning"]);
        Assert.Equal(ExitCode.Success, code);
        Assert.Equal([typeof(HelloMessage), typeof(LogMessage)], both.Received.Select(m => m.GetType()));
        Assert.Equal(JsonSerializer.Serialize(Connection.Request), JsonSerializer.Serialize(both.Asked));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_failure_keeps_its_exit_code_message_and_hint(int exitCode)
    {
        using var both = new Connection();
        both.Work = (_, _) => throw (exitCode == 4
            ? new HostRequirementException([new("a tool", "install it")])
            : new ManifestException([new(new("m.yml", 1, 2), Severity.Error, "BVZ1", "wrong")]));
        var (last, code) = await both.BuildAsync();

        var failure = Assert.IsType<FailureMessage>(last);
        Assert.Equal((exitCode, (ExitCode)exitCode), (failure.ExitCode, code));
        Assert.Equal(exitCode == 4 ? "install it" : null, failure.Hint);
    }

    [Fact]
    public async Task What_nobody_thought_of_is_a_bug_with_its_stack_trace()
    {
        using var both = new Connection();
        both.Work = (_, _) => throw new InvalidOperationException("oh");
        var (last, code) = await both.BuildAsync();

        Assert.Equal(ExitCode.Bug, code);
        Assert.Contains(nameof(ProtocolTests), Assert.IsType<FailureMessage>(last).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_waits_for_its_answer()
    {
        using var both = new Connection { Answer = question => Task.FromResult(question.Text + "!") };
        both.Work = async (front, ct) => throw new BuildException(await front.AskAsync("sure", ct));
        var (last, _) = await both.BuildAsync();

        Assert.Equal("sure!", Assert.IsType<FailureMessage>(last).Message);
    }

    [Fact]
    public async Task Cancel_reaches_the_build()
    {
        using var both = new Connection();
        both.Work = async (_, ct) =>
        {
            both.Client.Cancel();
            await Task.Delay(Timeout.Infinite, ct);
            throw new InvalidOperationException();
        };
        var (last, code) = await both.BuildAsync();

        Assert.Equal(ExitCode.Interrupted, code);
        Assert.Equal(130, Assert.IsType<FailureMessage>(last).ExitCode);
    }

    [Fact]
    public async Task The_builder_notices_that_the_front_is_gone()
    {
        using var both = new Connection();
        _ = both.Host.RunAsync(both);
        both.CloseFront();
        await both.FrontGone.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }
}
