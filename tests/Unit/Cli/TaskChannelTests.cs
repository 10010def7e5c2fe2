using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Cli.Building;
using BootstrapVz.Common.Locale;
using BootstrapVz.Common.Network;
using BootstrapVz.Remote;
using BootstrapVz.Remote.Protocol;
using Xunit;

namespace BootstrapVz.Test.Unit.Cli;

public sealed class TaskChannelTests
{
    private static readonly TaskInfo Hosts = TaskInfo.Of(typeof(WriteHosts));
    private static readonly TaskInfo Timezone = TaskInfo.Of(typeof(SetTimezone));
    private readonly List<string> _received = [];
    private readonly TaskChannel _channel;

    public TaskChannelTests() => _channel = new(new Front(_received));

    [Fact]
    public async Task What_a_later_task_says_comes_after_what_the_earlier_one_says()
    {
        var mayGoOn = new TaskCompletionSource();
        var first = SayAsync(Hosts, "first", mayGoOn.Task);
        await SayAsync(Timezone, "second", Task.CompletedTask);
        Assert.Equal(["first 1"], _received);
        mayGoOn.SetResult();
        await first;
        Assert.Equal(["first 1", "first 2", "second 1", "second 2"], _received);
    }

    [Fact]
    public async Task Nothing_is_lost_when_tasks_do_not_end()
    {
        var never = new TaskCompletionSource();
        _ = SayAsync(Hosts, "first", never.Task);
        await SayAsync(Timezone, "second", Task.CompletedTask);
        _channel.EndAll();
        Say("failed");
        Assert.Equal(["first 1", "second 1", "second 2", "failed"], _received);
    }

    private async Task SayAsync(TaskInfo task, string who, Task goOn)
    {
        _channel.Begin(task);
        Say(who + " 1");
        await goOn;
        Say(who + " 2");
        _channel.End(task);
    }

    private void Say(string text) => _channel.Send(new LogMessage(LogLevel.Info, text));

    private sealed class Front(List<string> received) : IBuilderChannel
    {
        public void Send(BuilderMessage message) => received.Add(((LogMessage)message).Text);

        public Task<string> AskAsync(string text, CancellationToken ct) => Task.FromResult("");
    }
}
