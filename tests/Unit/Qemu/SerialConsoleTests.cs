using System.IO.Pipelines;
using System.Text;
using BootstrapVz.Common.Qemu;
using Xunit;

namespace BootstrapVz.Test.Unit.Qemu;

public sealed class SerialConsoleTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Text_is_taken_once_and_without_control_sequences()
    {
        await using var guest = new FakeGuest();
        await guest.SayAsync("\x1b[0;1;32m  OK  \x1b");
        await guest.SayAsync("[0m ready\r\nready again\r\n");

        await guest.Console.ExpectAsync("OK   ready", Soon, Ct);
        await guest.Console.ExpectAsync("ready again", Soon, Ct);
        var error = await Assert.ThrowsAsync<ConsoleException>(() => guest.Console.ExpectAsync("ready", TimeSpan.FromMilliseconds(50), Ct));

        Assert.StartsWith("'ready' did not come within 0 s:", error.Message);
        Assert.Contains("ready again", error.Tail);
    }

    [Theory]
    [InlineData("Kernel panic - not syncing: no init\n", false, "the guest's kernel gave up")]
    [InlineData("bye\n", true, "the machine ended while 'login' was awaited; QEMU said nothing")]
    public async Task A_guest_that_is_lost_is_not_waited_for(string says, bool ends, string expected)
    {
        await using var guest = new FakeGuest();
        await guest.SayAsync(says);
        if (ends)
            await guest.EndAsync();

        var error = await Assert.ThrowsAsync<ConsoleException>(() => guest.Console.ExpectAsync("login", Soon, Ct));

        Assert.StartsWith(expected, error.Message);
    }

    [Fact]
    public async Task A_command_gives_its_output_and_exit_code()
    {
        await using var guest = new FakeGuest();
        var running = guest.Console.RunAsync("ls /nowhere", Soon, Ct);

        Assert.Equal("{ ls /nowhere", await guest.HearAsync());
        Assert.Equal("} 2>&1 </dev/null; echo \"==1==$?\"", await guest.HearAsync());
        await guest.SayAsync("ls: nothing there\r\n==1==2\r\n");

        Assert.Equal(new GuestResult("ls: nothing there", 2), await running);
    }

    [Fact]
    public async Task A_refused_password_is_said()
    {
        await using var guest = new FakeGuest();
        var login = guest.Console.LoginAsync("root", "secret", Soon, Ct);
        await guest.SayAsync("vol login: ");
        Assert.Equal("root", await guest.HearAsync());
        await guest.SayAsync("Password: ");
        Assert.Equal("secret", await guest.HearAsync());
        await guest.SayAsync("\r\nLogin incorrect\r\n");

        Assert.StartsWith("the guest refuses the password of 'root'", (await Assert.ThrowsAsync<ConsoleException>(() => login)).Message);
    }

    private sealed class FakeGuest : IAsyncDisposable
    {
        private readonly Pipe _toGuest = new();
        private readonly Pipe _fromGuest = new();
        private readonly StreamReader _reader;

        public FakeGuest()
        {
            _reader = new(_toGuest.Reader.AsStream());
            Console = new(_toGuest.Writer.AsStream(), _fromGuest.Reader.AsStream(), () => "QEMU said nothing");
        }

        public SerialConsole Console { get; }

        public async Task SayAsync(string text) => await _fromGuest.Writer.WriteAsync(Encoding.UTF8.GetBytes(text));

        public Task<string?> HearAsync() => _reader.ReadLineAsync();

        public async Task EndAsync() => await _fromGuest.Writer.CompleteAsync();

        public async ValueTask DisposeAsync()
        {
            await EndAsync();
            await Console.DisposeAsync();
        }
    }
}
